package fcn4j.data;

/**
 * An image, a label map or a list of them is missing, damaged or of the wrong kind; the message
 * names file, value and remedy.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public DataException(String message) {
    super(message);
  }

  /** With a message for the user and the fault beneath it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
