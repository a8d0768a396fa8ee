package fcn4j.onednn;

import fcn4j.op.GradMode;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.Arrays;

/**
 * Takes gradients of an {@link Upsampling}'s rows back to the coarse input, without two threads
 * that add to the same element: a task does the rows of a group and stores its part of the gradient
 * of each coarse row that they read; then the parts are added, always in the same order.
 */
final class CoarseGradient {
  private final Upsampling geometry;
  private final Shape in;
  private final int rowFloats;

  CoarseGradient(Upsampling geometry) {
    this.geometry = geometry;
    in = geometry.in();
    rowFloats = in.w() * in.c();
  }

  /** Floats of the sums of a group, a work array. */
  int sumFloats() {
    return geometry.tapsH * geometry.tapsW * in.c() * geometry.phasePixels;
  }

  /** Bytes of all parts. */
  long partBytes() {
    return (long) in.n() * geometry.groups * geometry.tapsH * rowFloats * Float.BYTES;
  }

  /** Adds what a row of the window gives; planes as {@link Upsampling} lays them. */
  void addRow(Taps taps, int row, float[] planes, float[] sums) {
    for (int m = 0; m < geometry.tapsH; m++) {
      int kernelRow = geometry.kernelRow(row, m);
      for (int k = 0; k < geometry.tapsW; k++) {
        for (int c = 0; c < in.c(); c++) {
          int weight = taps.at(c, kernelRow) + k * geometry.op().stride().w();
          addClass(taps.weights(), weight, planes, c * geometry.pixels, sums, sumsAt(m, k, c));
        }
      }
    }
  }

  private int sumsAt(int m, int k, int c) {
    return ((m * geometry.tapsW + k) * in.c() + c) * geometry.phasePixels;
  }

  private void addClass(
      float[] weights, int weight, float[] planes, int from, float[] sums, int to) {
    int count = geometry.phasePixels;
    int stride = geometry.op().stride().w();
    int v = 0;
    for (; v + 4 <= stride; v += 4) {
      addFour(weights, weight + v, planes, from + v * count, count, sums, to);
    }
    for (; v < stride; v++) {
      float factor = weights[weight + v];
      int phase = from + v * count;
      for (int q = 0; q < count; q++) {
        sums[to + q] += factor * planes[phase + q];
      }
    }
  }

  private static void addFour(
      float[] weights, int weight, float[] planes, int from, int count, float[] sums, int to) {
    float weight0 = weights[weight];
    float weight1 = weights[weight + 1];
    float weight2 = weights[weight + 2];
    float weight3 = weights[weight + 3];
    int second = from + count;
    int third = second + count;
    int fourth = third + count;
    for (int q = 0; q < count; q++) {
      float pair = weight0 * planes[from + q] + weight1 * planes[second + q];
      float other = weight2 * planes[third + q] + weight3 * planes[fourth + q];
      sums[to + q] += pair + other;
    }
  }

  /**
   * Stores the parts of a group.
   *
   * @param row a work array of a coarse row's floats
   */
  void store(int image, int group, float[] sums, float[] row, Floats parts) {
    for (int m = 0; m < geometry.tapsH; m++) {
      Arrays.fill(row, 0, rowFloats, 0);
      for (int k = 0; k < geometry.tapsW; k++) {
        // The sums' first pixel is coarse column first.
        int first = geometry.firstCoarseColumn() + geometry.tapsW - 1 - k;
        int from = Math.max(0, -first);
        int end = Math.min(geometry.phasePixels, in.w() - first);
        for (int c = 0; c < in.c(); c++) {
          int at = sumsAt(m, k, c);
          for (int q = from; q < end; q++) {
            row[(first + q) * in.c() + c] += sums[at + q];
          }
        }
      }
      parts.write(part(image, group, m), rowFloats, row);
    }
  }

  private long part(int image, int group, int tap) {
    return (((long) image * geometry.groups + group) * geometry.tapsH + tap) * rowFloats;
  }

  /** Adds the parts to the gradient of the coarse input. */
  void collect(Workers<FloatScratch> workers, Floats parts, Floats dIn, GradMode mode) {
    workers.run(
        in.n() * in.h(),
        (line, scratch) -> {
          float[] sum = scratch.row(0, rowFloats);
          float[] term = scratch.row(1, rowFloats);
          Arrays.fill(sum, 0, rowFloats, 0);
          for (int tap = 0; tap < geometry.tapsH; tap++) {
            int group = geometry.group(line % in.h(), tap);
            if (group >= 0 && group < geometry.groups) {
              parts.read(part(line / in.h(), group, tap), rowFloats, term);
              for (int i = 0; i < rowFloats; i++) {
                sum[i] += term[i];
              }
            }
          }
          dIn.put(mode, (long) line * rowFloats, rowFloats, sum, term);
        });
  }
}
