package fcn4j.net;

import fcn4j.graph.GraphException;

/**
 * The measures of an AlexNet.
 *
 * <p>There are two nets whose layers have equal names and weights equal extents, and which take
 * each other's weights without complaint and give poor results with them: {@link Order}.
 *
 * @param order which of the two
 * @param inputPad padding of the first convolution: 0 in the classifiers, 100 in FCN-AlexNet
 * @param divisor of all numbers of channels; 1 is the reference, 8 for trials
 * @param dropoutRatio of drop6 and drop7
 */
public record AlexNetShape(Order order, int inputPad, int divisor, double dropoutRatio) {
  /** Side of the images that the classifiers take. */
  public static final int IMAGE_EXTENT = 227;

  /** Channels of the image. */
  public static final int INPUT_CHANNELS = 3;

  /** Window of fc6 in pixels of the last pooling. */
  public static final int FC6_KERNEL = 6;

  private static final int FCN_PAD = 100;
  private static final double DROPOUT = 0.5;

  /** What comes first after the first two convolutions. */
  public enum Order {
    /** Pooling, then normalisation: bvlc_reference_caffenet, on which FCN-AlexNet stands. */
    POOL_NORM,
    /** Normalisation, then pooling: bvlc_alexnet, as in the paper of Krizhevsky et al. */
    NORM_POOL
  }

  /**
   * Checks the measures.
   *
   * @throws GraphException if the padding is negative or the divisor does not leave two groups
   */
  public AlexNetShape {
    if (inputPad < 0 || divisor < 1 || width(96, divisor) % 2 != 0) {
      throw new GraphException(
          "AlexNet: padding must be at least 0 and 96 channels must divide into an even number, got padding %d and divisor %d"
              .formatted(inputPad, divisor));
    }
  }

  /** The classifier of an order. */
  public static AlexNetShape classifier(Order order) {
    return new AlexNetShape(order, 0, 1, DROPOUT);
  }

  /** The trunk of FCN-AlexNet: padding 100. */
  public static AlexNetShape fcn(Order order) {
    return new AlexNetShape(order, FCN_PAD, 1, DROPOUT);
  }

  /** The same with an eighth of the channels. */
  public AlexNetShape narrow() {
    return new AlexNetShape(order, inputPad, 8, dropoutRatio);
  }

  /** Channels of a layer that has this many in the reference. */
  int width(int channels) {
    return width(channels, divisor);
  }

  private static int width(int channels, int divisor) {
    return channels % divisor == 0 ? channels / divisor : 1;
  }
}
