package fcn4j.graph;

/**
 * How an operation slides over one axis of its input: output j sees the input's pixels from {@code
 * j stride - pad} to {@code j stride - pad + extent - 1}.
 *
 * @param extent pixels seen
 * @param stride step
 * @param pad pixels before the input's first
 */
record Sliding(int extent, int stride, int pad) {
  /** Each output sees the pixel at its own place. */
  static final Sliding POINT = new Sliding(1, 1, 0);

  /** What the outputs see, padding included. */
  Span seen(Span out) {
    return new Span(out.from() * stride - pad, (out.to() - 1) * stride - pad + extent);
  }

  /** The outputs that see any of the input's pixels; at least one. */
  Span reached(Span in, int outLength) {
    int first = Math.ceilDiv(in.from() + pad - extent + 1, stride);
    int last = Math.floorDiv(in.to() - 1 + pad, stride);
    int from = Math.clamp(first, 0, outLength - 1);
    return new Span(from, Math.clamp(last + 1L, from + 1, outLength));
  }

  /** Outputs at the low side that see padding or the first pixels of the input. */
  int lowRing(int inRing, int outLength) {
    return Math.clamp(Math.ceilDiv(inRing + pad, stride), 0, outLength);
  }

  /** Outputs at the high side that see padding, overhang, or the last pixels of the input. */
  int highRing(int inRing, int inLength, int outLength) {
    int first = Math.floorDiv(inLength - inRing + pad - extent, stride) + 1;
    return outLength - Math.clamp(first, 0, outLength);
  }
}
