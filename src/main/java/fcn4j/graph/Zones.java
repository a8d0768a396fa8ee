package fcn4j.graph;

import fcn4j.tensor.Shape;

/**
 * The parts of a map: what the image reaches, and the ring that sees the outer edge. What belongs
 * to neither is constant, channel by channel.
 *
 * @param h along the rows
 * @param w along the columns
 * @param open whether beyond the edge the map goes on with zeros, so that it has no ring: an image,
 *     and what keeps its zeros
 */
record Zones(Axis h, Axis w, boolean open) {

  /**
   * One axis.
   *
   * @param length pixels
   * @param reach those that may depend on the image
   * @param low pixels at the low side that see the outer edge
   * @param high pixels at the high side that do
   * @param stride pixels of the image from one pixel to the next
   */
  record Axis(int length, Span reach, int low, int high, int stride) {

    static Axis image(int length) {
      return new Axis(length, Span.whole(length), 0, 0, 1);
    }

    Axis through(Sliding sliding, boolean open, int outLength) {
      return new Axis(
          outLength,
          sliding.reached(reach, outLength),
          open ? 0 : sliding.lowRing(low, outLength),
          open ? 0 : sliding.highRing(high, length, outLength),
          Math.multiplyExact(stride, sliding.stride()));
    }

    Axis with(Axis other) {
      return new Axis(
          length,
          reach.hull(other.reach),
          Math.max(low, other.low),
          Math.max(high, other.high),
          Math.max(stride, other.stride));
    }

    /** Pixels of the image that a blank picture needs to show ring, middle and ring. */
    long blankExtent() {
      return (low + 1L + high) * stride;
    }

    /** The pixels between the rings; 0 or less where they meet. */
    int between() {
      return length - low - high;
    }
  }

  static Zones image(Shape shape) {
    return new Zones(Axis.image(shape.h()), Axis.image(shape.w()), true);
  }

  Zones through(Locality locality, Shape out) {
    return new Zones(
        h.through(locality.h(), open, out.h()),
        w.through(locality.w(), open, out.w()),
        open && locality.keepsZero());
  }

  Zones with(Zones other) {
    return new Zones(h.with(other.h), w.with(other.w), open);
  }

  /** The larger of what a blank picture needs in rows and columns. */
  long blankExtent() {
    return Math.max(h.blankExtent(), w.blankExtent());
  }

  Area whole() {
    return new Area(Span.whole(h.length), Span.whole(w.length));
  }

  Area reach() {
    return new Area(h.reach, w.reach);
  }
}
