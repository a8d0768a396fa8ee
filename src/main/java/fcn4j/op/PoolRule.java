package fcn4j.op;

/** The rule by which a pooling rounds its output extents. */
public enum PoolRule {
  /**
   * Caffe's: ceil((H + 2 pad - k) / stride) + 1, less one if pad &gt; 0 and the last window would
   * start beyond the input and its padding; the last window may overhang.
   */
  CEIL,
  /** floor((H + 2 pad - k) / stride) + 1. */
  FLOOR;

  int extent(int size, int kernel, int stride, int pad) {
    int slack = Math.subtractExact(Math.addExact(size, 2 * pad), kernel);
    int out = (this == CEIL ? Math.ceilDiv(slack, stride) : Math.floorDiv(slack, stride)) + 1;
    boolean lastWindowStartsOutside =
        this == CEIL && pad > 0 && (long) (out - 1) * stride >= (long) size + pad;
    return lastWindowStartsOutside ? out - 1 : out;
  }
}
