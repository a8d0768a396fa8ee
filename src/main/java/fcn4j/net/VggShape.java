package fcn4j.net;

import fcn4j.graph.GraphException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The measures of a VGG-shaped trunk: stages of 3x3 convolutions, each ended by a 2x2 pooling, then
 * two layers that were fully connected.
 *
 * @param inputChannels channels of the image
 * @param stages at least one
 * @param inputPad padding of the very first convolution; the others have 1
 * @param fc6Kernel window of fc6, in pixels of the last pooling. Skips can be cropped out of the
 *     poolings for images of every size from 4 on (from 3 on with one skip)
 * @param fc6Channels outputs of fc6
 * @param fc7Channels outputs of fc7
 * @param dropoutRatio of drop6 and drop7; 0 leaves both out
 */
public record VggShape(
    int inputChannels,
    List<Stage> stages,
    int inputPad,
    int fc6Kernel,
    int fc6Channels,
    int fc7Channels,
    double dropoutRatio) {

  /** The window of the stages' convolutions. */
  public static final int KERNEL = 3;

  /** Side of the images that the classifier of {@link #digits} takes. */
  public static final int DIGITS_IMAGE_EXTENT = 40;

  /**
   * Convolutions of equal width before a pooling.
   *
   * @param convolutions how many
   * @param channels outputs of each
   */
  public record Stage(int convolutions, int channels) {
    /**
     * Checks the measures.
     *
     * @throws GraphException if one is below 1
     */
    public Stage {
      if (convolutions < 1 || channels < 1) {
        throw new GraphException(
            "a stage needs at least 1 convolution of at least 1 channel, got %d of %d"
                .formatted(convolutions, channels));
      }
    }
  }

  /**
   * Checks the measures.
   *
   * @throws GraphException if one is out of range
   */
  public VggShape {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new GraphException("a VGG-shaped net needs at least one stage");
    }
    if (inputChannels < 1 || fc6Kernel < 1 || fc6Channels < 1 || fc7Channels < 1) {
      throw new GraphException(
          "channels and kernel must be at least 1, got input %d, fc6 %dx%d with %d, fc7 %d"
              .formatted(inputChannels, fc6Kernel, fc6Kernel, fc6Channels, fc7Channels));
    }
    if (inputPad < 0 || !(dropoutRatio >= 0 && dropoutRatio < 1)) {
      throw new GraphException(
          "padding must be at least 0 and dropout in [0,1), got %d and %s"
              .formatted(inputPad, dropoutRatio));
    }
  }

  /** VGG16 as the reference nets have it: padding 100, fc6 7x7. */
  public static VggShape vgg16() {
    return vgg16Layout(64, 4096);
  }

  /** VGG16's layers with an eighth of its channels, for training without a GPU. */
  public static VggShape narrow() {
    return vgg16Layout(8, 512);
  }

  /**
   * Five stages of one convolution each and a 5x5 fc6, for trials: same stride as VGG16, receptive
   * field 222, a few multiply-adds.
   */
  public static VggShape tiny() {
    List<Stage> stages =
        List.of(
            new Stage(1, 8),
            new Stage(1, 16),
            new Stage(1, 32),
            new Stage(1, 48),
            new Stage(1, 64));
    return new VggShape(3, stages, 0, 5, 128, 128, 0.5).withSafePad();
  }

  /**
   * Three stages of one convolution each and a 5x5 fc6: the nets of the demo, whose strides are 8,
   * 4 and 2; its classifier takes images of {@link #DIGITS_IMAGE_EXTENT} pixels.
   */
  public static VggShape digits() {
    List<Stage> stages = List.of(new Stage(1, 16), new Stage(1, 32), new Stage(1, 64));
    return new VggShape(3, stages, 0, 5, 128, 128, 0.2).withSafePad();
  }

  private static VggShape vgg16Layout(int width, int fcChannels) {
    List<Stage> stages =
        List.of(
            new Stage(2, width),
            new Stage(2, 2 * width),
            new Stage(3, 4 * width),
            new Stage(3, 8 * width),
            new Stage(3, 8 * width));
    return new VggShape(3, stages, 100, 7, fcChannels, fcChannels, 0.5);
  }

  /** The same with another padding of the first convolution; a classifier has 1. */
  public VggShape withInputPad(int pad) {
    return new VggShape(
        inputChannels, stages, pad, fc6Kernel, fc6Channels, fc7Channels, dropoutRatio);
  }

  /** The same for images with another number of channels. */
  public VggShape withInputChannels(int channels) {
    return new VggShape(
        channels, stages, inputPad, fc6Kernel, fc6Channels, fc7Channels, dropoutRatio);
  }

  /** The same with another dropout; 0 for none. */
  public VggShape withDropout(double ratio) {
    return new VggShape(
        inputChannels, stages, inputPad, fc6Kernel, fc6Channels, fc7Channels, ratio);
  }

  /**
   * The same with the least padding with which the nets of every stride take images of every size:
   * 1 + 2^(stages-1) (fc6Kernel-1); 97 for VGG16. With a window of fc6 below 4 no padding makes the
   * second skip, which then is smaller than the scores that it is added to, fit for every size.
   */
  public VggShape withSafePad() {
    return withInputPad(1 + (1 << (stages.size() - 1)) * (fc6Kernel - 1));
  }

  /** Pixels of the image from one output pixel to the next: 2^stages. */
  public int stride() {
    return 1 << stages.size();
  }

  /** Side of the last pooling's output for a square image. */
  public int pooledExtent(int imageExtent) {
    int extent = imageExtent + 2 * inputPad - (KERNEL - 1);
    for (int stage = 0; stage < stages.size(); stage++) {
      extent = Math.ceilDiv(extent, 2);
    }
    return extent;
  }

  /** The poolings before the last, from the coarsest on. */
  List<Trunk.Skip> skips() {
    return IntStream.iterate(stages.size() - 1, stage -> stage >= 1, stage -> stage - 1)
        .mapToObj(stage -> new Trunk.Skip("pool" + stage, "pool" + stage))
        .toList();
  }
}
