package fcn4j.data;

/**
 * The mean values that are subtracted from the channels of a picture.
 *
 * @param order what the three values stand for
 */
public record MeanColour(ChannelOrder order, float first, float second, float third) {
  /**
   * Of ImageNet's photos, with the VOC and SBDD networks of the reference: the mean of CaffeNet.
   */
  public static final MeanColour VOC = bgr(104.00699f, 116.66877f, 122.67892f);

  /** With the VGG networks as first published. */
  public static final MeanColour VGG = bgr(103.939f, 116.779f, 123.68f);

  /** With GoogLeNet. */
  public static final MeanColour GOOGLENET = bgr(104f, 117f, 123f);

  /** NYUDv2 in colour. */
  public static final MeanColour NYUD = bgr(116.190f, 97.203f, 92.318f);

  /** SIFT Flow. */
  public static final MeanColour SIFT_FLOW = bgr(114.578f, 115.294f, 108.353f);

  /** PASCAL-Context. */
  public static final MeanColour PASCAL_CONTEXT = bgr(104.007f, 116.669f, 122.679f);

  /** The middle of the range, for pictures without a measured mean. */
  public static final MeanColour MIDDLE = bgr(127.5f, 127.5f, 127.5f);

  /** Nothing is subtracted. */
  public static final MeanColour ZERO = bgr(0f, 0f, 0f);

  private static MeanColour bgr(float blue, float green, float red) {
    return new MeanColour(ChannelOrder.BGR, blue, green, red);
  }

  /** The value for a channel of a network that takes its channels in the given order. */
  public float of(ChannelOrder wanted, int channel) {
    int position = wanted == order ? channel : 2 - channel;
    return switch (position) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      default -> throw new IndexOutOfBoundsException("channel " + channel + " of 3");
    };
  }
}
