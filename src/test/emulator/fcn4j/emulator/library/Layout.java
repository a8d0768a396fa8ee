package fcn4j.emulator.library;

/**
 * Extents, strides and type of a tensor in device memory.
 *
 * @param type cuDNN's data type: 0 float32, 2 float16, 9 bfloat16
 */
public record Layout(
    int type, int n, int c, int h, int w, long strideN, long strideC, long strideH, long strideW) {

  static final int FLOAT = 0;
  static final int HALF = 2;
  static final int BFLOAT16 = 9;
  static final int NHWC = 1;

  /** A tensor without gaps; {@code format} is 0 for NCHW and 1 for NHWC. */
  static Layout packed(int format, int type, int n, int c, int h, int w) {
    long plane = (long) h * w;
    return format == NHWC
        ? new Layout(type, n, c, h, w, c * plane, 1, (long) w * c, c)
        : new Layout(type, n, c, h, w, c * plane, plane, w, 1);
  }

  boolean known() {
    return type == FLOAT || type == HALF || type == BFLOAT16;
  }

  int elementBytes() {
    return type == FLOAT ? Float.BYTES : Short.BYTES;
  }

  int count() {
    return Math.toIntExact((long) n * c * h * w);
  }

  /** Whether the elements lie in NCHW order without gaps. */
  boolean isPacked() {
    return equals(packed(0, type, n, c, h, w));
  }

  /** Elements from the first to behind the last. */
  long span() {
    return (n - 1) * strideN + (c - 1) * strideC + (h - 1) * strideH + (w - 1) * strideW + 1;
  }

  long bytes() {
    return span() * elementBytes();
  }

  boolean sameExtents(Layout other) {
    return n == other.n && c == other.c && h == other.h && w == other.w;
  }

  /** Where an element of NCHW order lies. */
  int place(int in, int ic, int ih, int iw) {
    return Math.toIntExact(in * strideN + ic * strideC + ih * strideH + iw * strideW);
  }
}
