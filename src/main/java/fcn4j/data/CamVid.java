package fcn4j.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CamVid road scenes with 11 classes: {@code SPLIT.txt} lists names, {@code SPLIT/NAME.jpg} are the
 * photos and {@code SPLITannot/NAME.png} their label maps, in which 11 (unlabelled) becomes the
 * ignore label.
 *
 * <p>The split {@code full} is the twelve pairs of twice the size under {@code full/images} and
 * {@code full/labels}.
 */
public final class CamVid {
  /** The classes, in the order of their labels. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "Sky",
          "Building",
          "Pole",
          "Road",
          "Pavement",
          "Tree",
          "SignSymbol",
          "Fence",
          "Car",
          "Pedestrian",
          "Bicyclist");

  /** The classes' colours, 0xRRGGBB. */
  public static final List<Integer> COLOURS =
      List.of(
          0x808080, 0x800000, 0xc0c080, 0x804080, 0x3c28de, 0x808000, 0xc08080, 0x404080, 0x400080,
          0x404000, 0x0080c0);

  /**
   * Median frequency over frequency of each class in the training split, in the order of the
   * labels.
   */
  public static final List<Float> TRAIN_MEDIAN_FREQUENCY_WEIGHTS =
      List.of(
          0.2806f, 0.2018f, 4.7753f, 0.1482f, 1.0f, 0.422f, 3.8517f, 1.9706f, 0.7884f, 6.367f,
          8.8588f);

  private static final int UNLABELLED = 11;
  private static final String FULL = "full";

  private CamVid() {}

  /**
   * Opens one split.
   *
   * @param root the folder that holds train.txt
   * @param split {@code train}, {@code val}, {@code test} or {@code full}
   * @throws DataException if the folder or the list is missing, the list is empty, or a listed file
   *     does not exist
   */
  public static Dataset open(Path root, String split) {
    FolderFiles.requireFolder(root, "a folder with train.txt, train and trainannot");
    boolean full = split.equals(FULL);
    Path list = full ? root.resolve("full/list.txt") : root.resolve(split + ".txt");
    Path images = full ? root.resolve("full/images") : root.resolve(split);
    Path labels = full ? root.resolve("full/labels") : root.resolve(split + "annot");
    List<FileDataset.Pair> pairs = new ArrayList<>();
    for (String line : FolderFiles.lines(list, "a list of picture names, one a line")) {
      String id = line.substring(line.lastIndexOf(' ') + 1);
      pairs.add(
          new FileDataset.Pair(
              id, FolderFiles.picture(images, id), Optional.of(labels.resolve(id + ".png"))));
    }
    return new FileDataset(
        "camvid/" + split, new ClassTable(CLASS_NAMES, COLOURS), UNLABELLED, pairs);
  }
}
