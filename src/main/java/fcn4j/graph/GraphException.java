package fcn4j.graph;

/** A graph that can't be: unknown or doubled names, coordinates or types that do not fit. */
public final class GraphException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** An exception that names the node, the values and what to do. */
  public GraphException(String message) {
    super(message);
  }
}
