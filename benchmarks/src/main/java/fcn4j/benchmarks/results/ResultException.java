package fcn4j.benchmarks.results;

/** Results that can't be used; the message says which, where and why. */
public final class ResultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what is wrong and where. */
  public ResultException(String message) {
    super(message);
  }
}
