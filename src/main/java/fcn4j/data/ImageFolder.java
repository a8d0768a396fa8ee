package fcn4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plain folder: {@code images/} with photos and {@code labels/} with PNG label maps of the same
 * names.
 *
 * <p>Optional files beside them: {@code classes.txt}, a name a line in the order of the labels;
 * {@code palette.txt}, a colour a line as three numbers 0 to 255; {@code SPLIT.txt}, a picture name
 * a line, with or without its ending. Without classes.txt the label maps are read once to find the
 * highest label. Without a folder {@code labels} the samples have no label maps.
 */
public final class ImageFolder {
  private ImageFolder() {}

  /**
   * Opens all pictures of a folder, or those that a list names.
   *
   * @param split the list's name without {@code .txt}, or empty for all pictures
   * @throws DataException if the folder or the list is missing or empty, a listed file does not
   *     exist, or classes.txt or palette.txt is damaged
   */
  public static Dataset open(Path root, Optional<String> split) {
    FolderFiles.requireFolder(root.resolve("images"), "a folder of photos");
    List<String> ids =
        split
            .map(name ->
                FolderFiles.lines(
                    root.resolve(name + ".txt"), "a list of picture names, one a line"))
            .orElseGet(() -> FolderFiles.pictureNames(root.resolve("images")));
    if (ids.isEmpty()) {
      throw new DataException(
          root.resolve("images") + " has no pictures (PNG, JPEG or BMP); copy some there");
    }
    boolean labelled = Files.isDirectory(root.resolve("labels"));
    List<FileDataset.Pair> pairs = new ArrayList<>();
    for (String line : ids) {
      String id = FolderFiles.withoutEnding(line);
      Path labels = root.resolve("labels").resolve(id + ".png");
      pairs.add(
          new FileDataset.Pair(
              id,
              FolderFiles.picture(root.resolve("images"), id),
              labelled ? Optional.of(labels) : Optional.empty()));
    }
    String name =
        root.toAbsolutePath().normalize().getFileName() + split.map(s -> "/" + s).orElse("");
    return new FileDataset(name, classTable(root), LabelMap.IGNORE, pairs);
  }

  /** Whether the folder has a list for the split. */
  static boolean has(Path root, String split) {
    return Files.isRegularFile(root.resolve(split + ".txt"));
  }

  private static ClassTable classTable(Path root) {
    Path names = root.resolve("classes.txt");
    Path palette = root.resolve("palette.txt");
    List<Integer> colours = Files.exists(palette) ? colours(palette) : List.of();
    if (!Files.exists(names)) {
      ClassTable numbered = ClassTable.numbered(highestLabel(root.resolve("labels")) + 1);
      return withColours(numbered, colours, palette);
    }
    ClassTable table = new ClassTable(FolderFiles.lines(names, "a class name a line"), List.of());
    return withColours(table, colours, palette);
  }

  private static ClassTable withColours(ClassTable table, List<Integer> colours, Path palette) {
    if (!colours.isEmpty() && colours.size() < table.size()) {
      throw new DataException(
          "%s has %d colours for %d classes; add a line a class"
              .formatted(palette, colours.size(), table.size()));
    }
    return new ClassTable(table.names(), colours);
  }

  private static List<Integer> colours(Path file) {
    List<Integer> colours = new ArrayList<>();
    for (String line : FolderFiles.lines(file, "a colour a line, such as 128 0 0")) {
      String[] parts = line.split("[\\s,]+");
      int colour = 0;
      for (String part : parts) {
        if (parts.length != 3 || !part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
          throw new DataException(
              "%s has the line '%s'; a colour is three numbers 0 to 255, such as 128 0 0"
                  .formatted(file, line));
        }
        colour = colour << 8 | Integer.parseInt(part);
      }
      colours.add(colour);
    }
    return colours;
  }

  private static int highestLabel(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    int highest = 0;
    for (String name : FolderFiles.pictureNames(folder)) {
      for (byte label : LabelFile.read(folder.resolve(name + ".png")).labels()) {
        int value = label & 0xff;
        highest = value == LabelMap.IGNORE ? highest : Math.max(highest, value);
      }
    }
    return highest;
  }
}
