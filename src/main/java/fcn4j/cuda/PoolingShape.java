package fcn4j.cuda;

/**
 * A pooling in cuDNN's terms: output extents are rounded down and both sides padded alike.
 *
 * @param kind greatest or mean
 * @param windowH rows of a window
 * @param windowW columns of a window
 * @param padH rows added above and below
 * @param padW columns added left and right
 * @param strideH rows from one window to the next
 * @param strideW columns from one window to the next
 */
public record PoolingShape(
    PoolingKind kind, int windowH, int windowW, int padH, int padW, int strideH, int strideW) {
  @Override
  public String toString() {
    return "%s window %dx%d pad %dx%d stride %dx%d"
        .formatted(kind, windowH, windowW, padH, padW, strideH, strideW);
  }
}
