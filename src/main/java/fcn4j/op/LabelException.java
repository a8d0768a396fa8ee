package fcn4j.op;

/** A label that is neither a class nor the ignore label. */
public final class LabelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message for the user. */
  public LabelException(String message) {
    super(message);
  }

  /** The exception for the label at a pixel of an image of the batch. */
  public static LabelException at(int label, int image, int row, int column, int classes) {
    return new LabelException(
        ("label %d at row %d, column %d of image %d of the batch is neither a class (0..%d) nor the"
                + " ignore label %d")
            .formatted(label, row, column, image, classes - 1, SoftmaxLoss.IGNORE_LABEL));
  }
}
