package fcn4j.op;

/** A backend was asked for an operation that it does not compute; said when the graph is bound. */
public final class UnsupportedOpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that names backend, node, operation and what to do. */
  public UnsupportedOpException(String message) {
    super(message);
  }
}
