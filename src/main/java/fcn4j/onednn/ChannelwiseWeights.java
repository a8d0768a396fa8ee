package fcn4j.onednn;

import fcn4j.op.Deconv2d;
import fcn4j.op.GradMode;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;

/**
 * The gradient of the weights of a deconvolution of each channel by itself. A task does the output
 * rows that have the same rows of the kernel, so that no two add to the same weight. With diagonal
 * weights what lies off the diagonal gets the gradient 0.
 */
final class ChannelwiseWeights {
  private final Upsampling geometry;
  private final Deconv2d op;
  private final Shape in;
  private final Shape out;
  private final int tapColumns;

  ChannelwiseWeights(Upsampling geometry, Shape out) {
    this.geometry = geometry;
    this.out = out;
    op = geometry.op();
    in = geometry.in();
    tapColumns = geometry.tapsW * op.stride().w();
  }

  void run(
      Workers<FloatScratch> workers, Floats source, Floats dOut, Floats dWeights, GradMode mode) {
    if (mode == GradMode.OVERWRITE) {
      dWeights.segment().fill((byte) 0);
    }
    workers.run(
        op.stride().h(),
        (phase, scratch) -> {
          double[] sums = new double[geometry.tapsH * in.c() * tapColumns];
          for (int line = 0; line < out.n() * out.h(); line++) {
            if (geometry.kernelRow(line % out.h(), 0) == phase) {
              addRow(source, dOut, line, sums, scratch);
            }
          }
          store(phase, sums, dWeights, mode);
        });
  }

  private void addRow(Floats source, Floats dOut, int line, double[] sums, FloatScratch scratch) {
    int floats = out.w() * out.c();
    float[] row = scratch.row(0, Math.max(floats, in.w() * in.c()));
    float[] coarse = scratch.row(1, geometry.coarseFloats());
    float[] planes = scratch.row(2, geometry.rowFloats());
    int group = geometry.groupOfRow(line % out.h());
    UpsampledRow.readCoarse(geometry, source, line / out.h(), group, row, coarse);
    dOut.read((long) line * floats, floats, row);
    geometry.split(row, planes);
    int stride = op.stride().w();
    for (int m = 0; m < geometry.tapsH; m++) {
      for (int c = 0; c < in.c(); c++) {
        int channel = m * in.c() + c;
        for (int v = 0; v < tapColumns; v++) {
          int from = channel * geometry.coarseColumns + geometry.tapsW - 1 - v / stride;
          int plane = c * geometry.pixels + v % stride * geometry.phasePixels;
          sums[channel * tapColumns + v] += product(planes, plane, coarse, from);
        }
      }
    }
  }

  private double product(float[] planes, int plane, float[] coarse, int from) {
    double sum = 0;
    for (int q = 0; q < geometry.phasePixels; q++) {
      sum += (double) planes[plane + q] * coarse[from + q];
    }
    return sum;
  }

  private void store(int phase, double[] sums, Floats dWeights, GradMode mode) {
    int columns = op.kernel().w();
    float[] row = new float[columns];
    float[] spare = new float[columns];
    for (int m = 0; m < geometry.tapsH; m++) {
      int u = phase + m * op.stride().h();
      for (int c = 0; c < in.c() && u < op.kernel().h(); c++) {
        for (int v = 0; v < columns; v++) {
          row[v] = (float) sums[(m * in.c() + c) * tapColumns + v];
        }
        dWeights.put(mode, Taps.kernel(op, c) + (long) u * columns, columns, row, spare);
      }
    }
  }
}
