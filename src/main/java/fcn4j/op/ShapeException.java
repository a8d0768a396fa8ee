package fcn4j.op;

/** Inputs or hyper-parameters that do not fit together; the message names the values. */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message for the user. */
  public ShapeException(String message) {
    super(message);
  }
}
