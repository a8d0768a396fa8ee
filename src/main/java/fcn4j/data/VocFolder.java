package fcn4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PASCAL VOC's folder layout: {@code JPEGImages/ID.jpg}, {@code SegmentationClass/ID.png} (read by
 * palette index), {@code ImageSets/Segmentation/SPLIT.txt}.
 */
public final class VocFolder {
  /** The 21 classes, in the order of their labels. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "background",
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  private VocFolder() {}

  /**
   * Opens one split; a split whose name begins with {@code test} may lack label maps.
   *
   * @param root the folder that holds JPEGImages
   * @param split name of a list, such as {@code train}, {@code val} or {@code seg11valid}
   * @throws DataException if the folder or the list is missing, the list is empty, or a listed file
   *     does not exist
   */
  public static Dataset open(Path root, String split) {
    FolderFiles.requireFolder(root, "a folder with JPEGImages, SegmentationClass and ImageSets");
    Path list = root.resolve("ImageSets/Segmentation").resolve(split + ".txt");
    List<FileDataset.Pair> pairs = new ArrayList<>();
    for (String id : FolderFiles.lines(list, "a list of picture names, one a line")) {
      Path labels = root.resolve("SegmentationClass").resolve(id + ".png");
      boolean absent = split.startsWith("test") && !Files.exists(labels);
      Path image = root.resolve("JPEGImages").resolve(id + ".jpg");
      pairs.add(new FileDataset.Pair(id, image, absent ? Optional.empty() : Optional.of(labels)));
    }
    return new FileDataset("voc/" + split, classTable(), LabelMap.IGNORE, pairs);
  }

  private static ClassTable classTable() {
    List<Integer> colours = new ArrayList<>();
    for (int label = 0; label < CLASS_NAMES.size(); label++) {
      colours.add(colour(label));
    }
    return new ClassTable(CLASS_NAMES, colours);
  }

  /**
   * The colour of a label in VOC's palette, 0xRRGGBB: step i of 8 puts bits 0, 1, 2 of the label
   * into bit 7-i of red, green, blue and shifts the label right by three.
   *
   * @param label 0..255
   */
  public static int colour(int label) {
    int red = 0;
    int green = 0;
    int blue = 0;
    int rest = label;
    for (int bit = 7; bit >= 0; bit--) {
      red |= (rest & 1) << bit;
      green |= (rest >> 1 & 1) << bit;
      blue |= (rest >> 2 & 1) << bit;
      rest >>= 3;
    }
    return red << 16 | green << 8 | blue;
  }
}
