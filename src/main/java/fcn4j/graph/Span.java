package fcn4j.graph;

/**
 * Pixels of one axis.
 *
 * @param from the first
 * @param to the one after the last; above {@code from}
 */
record Span(int from, int to) {

  Span {
    if (to <= from) {
      throw new IllegalArgumentException("no pixels from %d to %d".formatted(from, to));
    }
  }

  /** The pixels of a whole axis. */
  static Span whole(int length) {
    return new Span(0, length);
  }

  int length() {
    return to - from;
  }

  boolean contains(Span other) {
    return from <= other.from && other.to <= to;
  }

  /** The least span that contains both. */
  Span hull(Span other) {
    return new Span(Math.min(from, other.from), Math.max(to, other.to));
  }

  @Override
  public String toString() {
    return from + ".." + (to - 1);
  }
}
