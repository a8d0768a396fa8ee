package fcn4j.emulator.library;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The three passes of a convolution on dense arrays; float32 sums in a fixed order. */
final class Convolution {
  private Convolution() {}

  /** Output planes, each the sum over channels and filter taps. */
  static float[] forward(ConvolutionShape shape, float[] image, float[] weights) {
    int plane = shape.outH() * shape.outW();
    float[] out = new float[shape.n() * shape.k() * plane];
    IntStream.range(0, shape.n() * shape.k())
        .parallel()
        .forEach(i -> forwardPlane(shape, image, weights, out, i));
    return out;
  }

  private static void forwardPlane(
      ConvolutionShape shape, float[] image, float[] weights, float[] out, int index) {
    int n = index / shape.k();
    int k = index % shape.k();
    int firstC = k / shape.groupK() * shape.groupC();
    int taps = shape.r() * shape.s();
    for (int gc = 0; gc < shape.groupC(); gc++) {
      int imagePlane = (n * shape.c() + firstC + gc) * shape.h() * shape.w();
      for (int tap = 0; tap < taps; tap++) {
        float weight = weights[(k * shape.groupC() + gc) * taps + tap];
        int ky = tap / shape.s();
        int kx = tap % shape.s();
        int first = shape.firstColumn(kx);
        int end = shape.endColumn(kx);
        for (int oy = 0; oy < shape.outH(); oy++) {
          int iy = oy * shape.strideH() - shape.padH() + ky * shape.dilationH();
          if (iy >= 0 && iy < shape.h()) {
            int from = imagePlane + iy * shape.w() - shape.padW() + kx * shape.dilationW();
            int to = (index * shape.outH() + oy) * shape.outW();
            addRow(out, to, image, from, shape.strideW(), weight, first, end);
          }
        }
      }
    }
  }

  /** {@code to[x] += weight * from[x * stride]} */
  private static void addRow(
      float[] to, int toAt, float[] from, int fromAt, int stride, float weight, int x0, int x1) {
    if (stride == 1) {
      for (int x = x0; x < x1; x++) {
        to[toAt + x] += weight * from[fromAt + x];
      }
    } else {
      for (int x = x0; x < x1; x++) {
        to[toAt + x] += weight * from[fromAt + x * stride];
      }
    }
  }

  /** The gradient of the image. */
  static float[] backwardData(ConvolutionShape shape, float[] weights, float[] dOut) {
    float[] dImage = new float[shape.n() * shape.c() * shape.h() * shape.w()];
    IntStream.range(0, shape.n() * shape.c())
        .parallel()
        .forEach(i -> backwardDataPlane(shape, weights, dOut, dImage, i));
    return dImage;
  }

  private static void backwardDataPlane(
      ConvolutionShape shape, float[] weights, float[] dOut, float[] dImage, int index) {
    int n = index / shape.c();
    int c = index % shape.c();
    int group = c / shape.groupC();
    int taps = shape.r() * shape.s();
    for (int gk = 0; gk < shape.groupK(); gk++) {
      int k = group * shape.groupK() + gk;
      for (int tap = 0; tap < taps; tap++) {
        float weight = weights[(k * shape.groupC() + c % shape.groupC()) * taps + tap];
        int ky = tap / shape.s();
        int kx = tap % shape.s();
        int first = shape.firstColumn(kx);
        int end = shape.endColumn(kx);
        for (int oy = 0; oy < shape.outH(); oy++) {
          int iy = oy * shape.strideH() - shape.padH() + ky * shape.dilationH();
          if (iy >= 0 && iy < shape.h()) {
            int to = (index * shape.h() + iy) * shape.w() - shape.padW() + kx * shape.dilationW();
            int from = ((n * shape.k() + k) * shape.outH() + oy) * shape.outW();
            spreadRow(dImage, to, shape.strideW(), dOut, from, weight, first, end);
          }
        }
      }
    }
  }

  /** {@code to[x * stride] += weight * from[x]} */
  private static void spreadRow(
      float[] to, int toAt, int stride, float[] from, int fromAt, float weight, int x0, int x1) {
    if (stride == 1) {
      for (int x = x0; x < x1; x++) {
        to[toAt + x] += weight * from[fromAt + x];
      }
    } else {
      for (int x = x0; x < x1; x++) {
        to[toAt + x * stride] += weight * from[fromAt + x];
      }
    }
  }

  /** The gradient of the weights. */
  static float[] backwardFilter(ConvolutionShape shape, float[] image, float[] dOut) {
    float[] dWeights = new float[shape.k() * shape.groupC() * shape.r() * shape.s()];
    IntStream.range(0, shape.k() * shape.groupC())
        .parallel()
        .forEach(i -> backwardFilterTaps(shape, image, dOut, dWeights, i));
    return dWeights;
  }

  private static void backwardFilterTaps(
      ConvolutionShape shape, float[] image, float[] dOut, float[] dWeights, int index) {
    int k = index / shape.groupC();
    int c = k / shape.groupK() * shape.groupC() + index % shape.groupC();
    int taps = shape.r() * shape.s();
    float[] columns = new float[shape.outW()];
    for (int tap = 0; tap < taps; tap++) {
      Arrays.fill(columns, 0);
      int ky = tap / shape.s();
      int kx = tap % shape.s();
      int first = shape.firstColumn(kx);
      int end = shape.endColumn(kx);
      for (int row = 0; row < shape.n() * shape.outH(); row++) {
        int n = row / shape.outH();
        int oy = row % shape.outH();
        int iy = oy * shape.strideH() - shape.padH() + ky * shape.dilationH();
        if (iy >= 0 && iy < shape.h()) {
          int from =
              ((n * shape.c() + c) * shape.h() + iy) * shape.w()
                  - shape.padW()
                  + kx * shape.dilationW();
          int gradient = ((n * shape.k() + k) * shape.outH() + oy) * shape.outW();
          multiplyRow(columns, dOut, gradient, image, from, shape.strideW(), first, end);
        }
      }
      dWeights[index * taps + tap] = sum(columns);
    }
  }

  private static void multiplyRow(
      float[] columns, float[] a, int aAt, float[] b, int bAt, int stride, int x0, int x1) {
    if (stride == 1) {
      for (int x = x0; x < x1; x++) {
        columns[x] += a[aAt + x] * b[bAt + x];
      }
    } else {
      for (int x = x0; x < x1; x++) {
        columns[x] += a[aAt + x] * b[bAt + x * stride];
      }
    }
  }

  private static float sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return (float) sum;
  }
}
