package fcn4j.onednn;

import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of a 3x3 convolution, numbered row by row, and the ways between pixels and their
 * transforms. Transforms of {@code count} tiles lie as 36 matrices of (count, channels).
 */
final class WinogradTiles {
  /** Floats of a work array: few enough that all of a stretch's arrays stay in the cache. */
  private static final int ARRAY_FLOATS = 2048;

  private final Shape in;
  private final Shape out;
  private final int padH;
  private final int padW;
  private final int columns;
  private final int rows;

  WinogradTiles(Shape in, Shape out, int padH, int padW) {
    this.in = in;
    this.out = out;
    this.padH = padH;
    this.padW = padW;
    columns = Math.ceilDiv(out.w(), Winograd.OUT);
    rows = Math.ceilDiv(out.h(), Winograd.OUT);
  }

  /** Number of tiles. */
  int count() {
    return Math.toIntExact(count(out));
  }

  /** Number of tiles that cover outputs of a shape. */
  static long count(Shape out) {
    return (long) out.n()
        * Math.ceilDiv(out.h(), Winograd.OUT)
        * Math.ceilDiv(out.w(), Winograd.OUT);
  }

  /** Neighbouring tiles of one row of tiles, which are transformed together. */
  private record Stretch(int image, int row, int column, int length) {}

  private Stretch stretch(int tile, int left, int channels) {
    int column = tile % columns;
    int most = Math.max(1, ARRAY_FLOATS / channels);
    int length = Math.min(Math.min(left, columns - column), most);
    return new Stretch(tile / columns / rows, tile / columns % rows, column, length);
  }

  /** Transforms the input pixels of the tiles from {@code first} on. */
  void input(
      MemorySegment pixels, int first, int count, MemorySegment matrices, FloatScratch scratch) {
    WinogradArrays arrays = scratch.winograd(ARRAY_FLOATS, Math.max(in.c(), out.c()));
    int done = 0;
    while (done < count) {
      Stretch stretch = stretch(first + done, count - done, in.c());
      load(pixels, stretch, arrays);
      int floats = stretch.length() * in.c();
      for (int phase = 0; phase < Winograd.OUT; phase++) {
        int wide = phase < Winograd.IN - Winograd.OUT ? floats + in.c() : floats;
        Winograd.input(arrays.phase(phase), wide);
      }
      for (int u = 0; u < Winograd.IN; u++) {
        float[][] row = arrays.row(u);
        // A tile's last two pixels are the first two of the next.
        System.arraycopy(row[0], in.c(), row[4], 0, floats);
        System.arraycopy(row[1], in.c(), row[5], 0, floats);
        Winograd.input(row, floats);
        for (int v = 0; v < Winograd.IN; v++) {
          long at = ((long) (u * Winograd.IN + v) * count + done) * in.c();
          MemorySegment.copy(row[v], 0, matrices, ValueLayout.JAVA_FLOAT, at * Float.BYTES, floats);
        }
      }
      done += stretch.length();
    }
  }

  /** Reads six rows of pixels and sorts them by their place in a tile; zeros outside. */
  private void load(MemorySegment pixels, Stretch stretch, WinogradArrays arrays) {
    int channels = in.c();
    int left = stretch.column() * Winograd.OUT - padW;
    int wanted = stretch.length() * Winograd.OUT + Winograd.IN - Winograd.OUT;
    int from = Math.max(left, 0);
    int to = Math.min(left + wanted, in.w());
    float[] line = arrays.line();
    for (int r = 0; r < Winograd.IN; r++) {
      int y = stretch.row() * Winograd.OUT - padH + r;
      if (y < 0 || y >= in.h() || from >= to) {
        Arrays.fill(line, 0, wanted * channels, 0);
      } else {
        Arrays.fill(line, 0, (from - left) * channels, 0);
        long at = (((long) stretch.image() * in.h() + y) * in.w() + from) * channels;
        MemorySegment.copy(
            pixels,
            ValueLayout.JAVA_FLOAT,
            at * Float.BYTES,
            line,
            (from - left) * channels,
            (to - from) * channels);
        Arrays.fill(line, (to - left) * channels, wanted * channels, 0);
      }
      for (int x = 0; x < wanted; x++) {
        float[] target = arrays.row(r)[x % Winograd.OUT];
        System.arraycopy(line, x * channels, target, x / Winograd.OUT * channels, channels);
      }
    }
  }

  /**
   * Transforms the products of the tiles from {@code first} on back and writes the output pixels.
   *
   * @param bias added to each channel, or null
   * @param least what outputs are not let below: 0 for ReLU, else minus infinity
   * @param added whether the result is added to what is there
   */
  void output(
      MemorySegment matrices,
      int first,
      int count,
      MemorySegment pixels,
      float @Nullable [] bias,
      float least,
      boolean added,
      FloatScratch scratch) {
    WinogradArrays arrays = scratch.winograd(ARRAY_FLOATS, Math.max(in.c(), out.c()));
    int done = 0;
    while (done < count) {
      Stretch stretch = stretch(first + done, count - done, out.c());
      int floats = stretch.length() * out.c();
      for (int u = 0; u < Winograd.IN; u++) {
        float[][] products = arrays.products();
        for (int v = 0; v < Winograd.IN; v++) {
          long at = ((long) (u * Winograd.IN + v) * count + done) * out.c();
          MemorySegment.copy(
              matrices, ValueLayout.JAVA_FLOAT, at * Float.BYTES, products[v], 0, floats);
        }
        Winograd.output(products, arrays.row(u), floats);
      }
      float[] biases = arrays.biases();
      for (int tile = 0; tile < stretch.length(); tile++) {
        if (bias == null) {
          Arrays.fill(biases, tile * out.c(), (tile + 1) * out.c(), 0);
        } else {
          System.arraycopy(bias, 0, biases, tile * out.c(), out.c());
        }
      }
      for (int phase = 0; phase < Winograd.OUT; phase++) {
        float[][] column = arrays.column(phase);
        Winograd.output(arrays.phase(phase), column, floats);
        for (float[] values : column) {
          finish(values, biases, least, floats);
        }
      }
      store(pixels, stretch, arrays, added);
      done += stretch.length();
    }
  }

  private static void finish(float[] values, float[] biases, float least, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.max(values[i] + biases[i], least);
    }
  }

  private void store(MemorySegment pixels, Stretch stretch, WinogradArrays arrays, boolean added) {
    int channels = out.c();
    int left = stretch.column() * Winograd.OUT;
    int width = Math.min(stretch.length() * Winograd.OUT, out.w() - left);
    int height = Math.min(Winograd.OUT, out.h() - stretch.row() * Winograd.OUT);
    float[] line = arrays.line();
    float[] before = arrays.before();
    for (int r = 0; r < height; r++) {
      for (int x = 0; x < width; x++) {
        float[] source = arrays.column(x % Winograd.OUT)[r];
        System.arraycopy(source, x / Winograd.OUT * channels, line, x * channels, channels);
      }
      int y = stretch.row() * Winograd.OUT + r;
      long at = (((long) stretch.image() * out.h() + y) * out.w() + left) * channels;
      int floats = width * channels;
      if (added) {
        MemorySegment.copy(pixels, ValueLayout.JAVA_FLOAT, at * Float.BYTES, before, 0, floats);
        for (int i = 0; i < floats; i++) {
          line[i] += before[i];
        }
      }
      MemorySegment.copy(line, 0, pixels, ValueLayout.JAVA_FLOAT, at * Float.BYTES, floats);
    }
  }
}
