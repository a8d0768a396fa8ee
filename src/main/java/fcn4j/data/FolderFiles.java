package fcn4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists of names and the files that go with them, in dataset folders. */
final class FolderFiles {
  /** Endings of picture files, in the order in which they are looked for. */
  static final List<String> PICTURES = List.of("jpg", "jpeg", "png", "bmp", "JPG", "JPEG", "PNG");

  private FolderFiles() {}

  /**
   * Checks that the root of a dataset is there.
   *
   * @throws DataException if it is not a folder
   */
  static void requireFolder(Path folder, String what) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "%s is not a folder; %s is expected there: check the path".formatted(folder, what));
    }
  }

  /**
   * Reads a text file's lines, without blank ones and surrounding blanks.
   *
   * @throws DataException if the file is missing, cannot be read, or has no such line
   */
  static List<String> lines(Path file, String what) {
    List<String> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String text = line.replace("\ufeff", "").strip();
        if (!text.isEmpty()) {
          lines.add(text);
        }
      }
    } catch (NoSuchFileException e) {
      throw new DataException(
          "%s does not exist; %s is expected there%s".formatted(file, what, neighbours(file)), e);
    } catch (IOException e) {
      throw new DataException(
          "cannot read %s (%s); it must be a text file in UTF-8".formatted(file, e), e);
    }
    if (lines.isEmpty()) {
      throw new DataException("%s is empty; %s is expected in it".formatted(file, what));
    }
    return lines;
  }

  /** The picture file of that name, or the path where a JPEG would be looked for. */
  static Path picture(Path folder, String id) {
    for (String ending : PICTURES) {
      Path path = folder.resolve(id + "." + ending);
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    Path whole = folder.resolve(id);
    return Files.isRegularFile(whole) ? whole : folder.resolve(id + ".jpg");
  }

  /** A file name without its picture ending. */
  static String withoutEnding(String name) {
    return ending(name).map(e -> name.substring(0, name.length() - e.length() - 1)).orElse(name);
  }

  /** Names of the pictures in a folder, without endings, sorted. */
  static List<String> pictureNames(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith(".") && ending(name).isPresent())
          .map(FolderFiles::withoutEnding)
          .sorted()
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new DataException(
          "cannot list %s (%s); check that it is readable".formatted(folder, e), e);
    }
  }

  private static Optional<String> ending(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return PICTURES.stream().filter(ending -> lower.endsWith("." + ending)).findFirst();
  }

  /** What other lists lie beside a missing one. */
  private static String neighbours(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".txt"))
              .sorted()
              .toList();
      return names.isEmpty() ? "" : "; beside it are " + String.join(", ", names);
    } catch (IOException e) {
      return "";
    }
  }
}
