package fcn4j.graph;

import fcn4j.tensor.Shape;

/**
 * A rectangle of a map.
 *
 * @param h its rows
 * @param w its columns
 */
record Area(Span h, Span w) {

  /** The whole of a map. */
  static Area whole(Shape shape) {
    return new Area(Span.whole(shape.h()), Span.whole(shape.w()));
  }

  long pixels() {
    return (long) h.length() * w.length();
  }

  boolean contains(Area other) {
    return h.contains(other.h) && w.contains(other.w);
  }

  /** The least rectangle that contains both. */
  Area hull(Area other) {
    return new Area(h.hull(other.h), w.hull(other.w));
  }

  @Override
  public String toString() {
    return h + "x" + w;
  }
}
