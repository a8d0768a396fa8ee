package fcn4j.net;

import fcn4j.graph.GraphException;
import java.util.List;

/**
 * The measures of a GoogLeNet without the auxiliary heads of its training.
 *
 * @param inputPad padding of the first convolution: 3 in the classifier
 * @param divisor of all numbers of channels; 1 is the reference, 4 for trials
 * @param dropoutRatio of the dropout before the scores
 */
public record GoogLeNetShape(int inputPad, int divisor, double dropoutRatio) {
  /** Side of the images that the classifier takes. */
  public static final int IMAGE_EXTENT = 224;

  /** Channels of the image. */
  public static final int INPUT_CHANNELS = 3;

  /** The classifier's own padding; FCNs with it take images of 31x31 pixels and more. */
  public static final int NATIVE_PAD = 3;

  /** The reference's padding for FCNs; images of every size can be taken. */
  public static final int MARGIN_PAD = 100;

  private static final double DROPOUT = 0.4;

  /**
   * Outputs of a module's six convolutions.
   *
   * @param name as in the layers' names: {@code 3a}
   * @param one the 1x1 branch
   * @param threeReduce 1x1 before the 3x3
   * @param three the 3x3 branch
   * @param fiveReduce 1x1 before the 5x5
   * @param five the 5x5 branch
   * @param project 1x1 after the pooling
   */
  record Module(
      String name, int one, int threeReduce, int three, int fiveReduce, int five, int project) {}

  /** The modules between poolings: 3a 3b | 4a 4b 4c 4d 4e | 5a 5b. */
  static final List<List<Module>> STAGES =
      List.of(
          List.of(
              new Module("3a", 64, 96, 128, 16, 32, 32),
              new Module("3b", 128, 128, 192, 32, 96, 64)),
          List.of(
              new Module("4a", 192, 96, 208, 16, 48, 64),
              new Module("4b", 160, 112, 224, 24, 64, 64),
              new Module("4c", 128, 128, 256, 24, 64, 64),
              new Module("4d", 112, 144, 288, 32, 64, 64),
              new Module("4e", 256, 160, 320, 32, 128, 128)),
          List.of(
              new Module("5a", 256, 160, 320, 32, 128, 128),
              new Module("5b", 384, 192, 384, 48, 128, 128)));

  /**
   * Checks the measures.
   *
   * @throws GraphException if the padding is negative, or the divisor is none of 1, 2, 4, 8
   */
  public GoogLeNetShape {
    if (inputPad < 0 || divisor < 1 || 8 % divisor != 0) {
      throw new GraphException(
          "GoogLeNet: padding must be at least 0 and the divisor 1, 2, 4 or 8, got padding %d and divisor %d"
              .formatted(inputPad, divisor));
    }
  }

  /** GoogLeNet with a padding in front. */
  public static GoogLeNetShape padded(int inputPad) {
    return new GoogLeNetShape(inputPad, 1, DROPOUT);
  }

  /** The same with a quarter of the channels; a module's narrowest branch keeps 4. */
  public GoogLeNetShape narrow() {
    return new GoogLeNetShape(inputPad, 4, dropoutRatio);
  }

  /** Channels of a layer that has this many in the reference. */
  int width(int channels) {
    return channels / divisor;
  }
}
