package fcn4j.train;

/**
 * Which pictures a pass takes, and how they are altered.
 *
 * @param batch pictures a pass; more than one need equal sizes, or padding
 * @param order how pictures are drawn from the dataset
 * @param mirror whether every second picture, by chance, is mirrored
 * @param jitterPixels largest random shift in each direction
 * @param pad whether pictures of unequal size are filled up with ignored pixels to one size
 */
public record InputOptions(
    int batch, SampleOrder order, boolean mirror, int jitterPixels, boolean pad) {

  /**
   * Checks the settings.
   *
   * @throws TrainException if there is no picture a pass, or the shift is negative
   */
  public InputOptions {
    if (batch < 1) {
      throw new TrainException("a batch needs at least 1 picture, got %d".formatted(batch));
    }
    if (jitterPixels < 0) {
      throw new TrainException(
          "the largest shift of pictures must be at least 0 pixels, got %d"
              .formatted(jitterPixels));
    }
  }

  /** Pictures as they are, of equal size within a batch. */
  public static InputOptions plain(int batch, SampleOrder order) {
    return new InputOptions(batch, order, false, 0, false);
  }

  /** The same with another number of pictures a pass. */
  public InputOptions withBatch(int other) {
    return new InputOptions(other, order, mirror, jitterPixels, pad);
  }

  /** The same with another order. */
  public InputOptions withOrder(SampleOrder other) {
    return new InputOptions(batch, other, mirror, jitterPixels, pad);
  }

  /** The same with random mirroring and shifts. */
  public InputOptions withAugmentation(boolean mirrored, int shiftPixels) {
    return new InputOptions(batch, order, mirrored, shiftPixels, pad);
  }

  /** The same with or without padding of unequal pictures. */
  public InputOptions withPad(boolean other) {
    return new InputOptions(batch, order, mirror, jitterPixels, other);
  }
}
