package fcn4j.weights;

/**
 * A file of weights or arrays is missing, damaged or of the wrong kind; the message names file,
 * value and remedy.
 */
public final class WeightFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public WeightFileException(String message) {
    super(message);
  }

  /** With a message for the user and the fault beneath it. */
  public WeightFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
