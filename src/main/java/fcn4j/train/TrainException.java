package fcn4j.train;

/**
 * Training can't start or go on as asked: an option, a recipe or a run folder does not fit; the
 * message names the value and the remedy.
 */
public final class TrainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public TrainException(String message) {
    super(message);
  }

  /** With a message for the user and the fault beneath it. */
  public TrainException(String message, Throwable cause) {
    super(message, cause);
  }
}
