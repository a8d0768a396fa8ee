package fcn4j.onednn;

import java.util.Arrays;

/** Computes rows of an {@link Upsampling}, from work arrays into a work array. */
final class UpsampledRow {
  private final Upsampling geometry;
  private final Taps taps;

  UpsampledRow(Upsampling geometry, Taps taps) {
    this.geometry = geometry;
    this.taps = taps;
  }

  /**
   * Reads the coarse rows of a group, a tap after the other.
   *
   * @param row a work array
   * @param coarse gets them
   */
  static void readCoarse(
      Upsampling geometry, Floats in, int image, int group, float[] row, float[] coarse) {
    int channels = geometry.in().c();
    int width = geometry.in().w();
    int columns = geometry.coarseColumns;
    int first = geometry.firstCoarseColumn();
    int from = Math.max(0, first);
    int count = Math.min(width, first + columns) - from;
    Arrays.fill(coarse, 0, geometry.coarseFloats(), 0);
    for (int tap = 0; tap < geometry.tapsH && count > 0; tap++) {
      int coarseRow = geometry.coarseRow(group, tap);
      if (geometry.hasRow(coarseRow)) {
        long line = ((long) image * geometry.in().h() + coarseRow) * width;
        in.read((line + from) * channels, count * channels, row);
        for (int c = 0; c < channels; c++) {
          int to = (tap * channels + c) * columns + from - first;
          for (int j = 0; j < count; j++) {
            coarse[to + j] = row[j * channels + c];
          }
        }
      }
    }
  }

  /** Computes a row of the window. */
  void compute(int row, float[] coarse, float[] planes) {
    boolean four = geometry.tapsH == 2 && geometry.tapsW == 2;
    int strideW = geometry.op().stride().w();
    for (int c = 0; c < geometry.in().c(); c++) {
      for (int v = 0; v < strideW; v++) {
        int to = c * geometry.pixels + v * geometry.phasePixels;
        if (four) {
          four(row, c, v, coarse, planes, to);
        } else {
          any(row, c, v, coarse, planes, to);
        }
      }
    }
  }

  private void four(int row, int c, int v, float[] coarse, float[] planes, int to) {
    int near = taps.at(c, geometry.kernelRow(row, 0)) + v;
    int far = taps.at(c, geometry.kernelRow(row, 1)) + v;
    int stride = geometry.op().stride().w();
    int nearRow = c * geometry.coarseColumns;
    int farRow = (geometry.in().c() + c) * geometry.coarseColumns;
    float[] w = taps.weights();
    four(
        planes,
        to,
        geometry.phasePixels,
        coarse,
        nearRow,
        farRow,
        w[near],
        w[near + stride],
        w[far],
        w[far + stride]);
  }

  private static void four(
      float[] target,
      int to,
      int count,
      float[] coarse,
      int nearRow,
      int farRow,
      float nearRight,
      float nearLeft,
      float farRight,
      float farLeft) {
    for (int q = 0; q < count; q++) {
      float left = nearLeft * coarse[nearRow + q] + farLeft * coarse[farRow + q];
      float right = nearRight * coarse[nearRow + q + 1] + farRight * coarse[farRow + q + 1];
      target[to + q] = left + right;
    }
  }

  private void any(int row, int c, int v, float[] coarse, float[] planes, int to) {
    Arrays.fill(planes, to, to + geometry.phasePixels, 0);
    for (int m = 0; m < geometry.tapsH; m++) {
      int from = (m * geometry.in().c() + c) * geometry.coarseColumns;
      int weight = taps.at(c, geometry.kernelRow(row, m)) + v;
      for (int k = 0; k < geometry.tapsW; k++) {
        float factor = taps.weights()[weight + k * geometry.op().stride().w()];
        int shifted = from + geometry.tapsW - 1 - k;
        for (int q = 0; q < geometry.phasePixels; q++) {
          planes[to + q] += factor * coarse[shifted + q];
        }
      }
    }
  }
}
