package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Scale;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * {@link Scale}. A task is a row. Sums for the gradient of the weights are taken in double, a task
 * a band of rows, and the bands added in order.
 */
final class ScaleOnednn implements BoundOp {
  private static final int BAND_ROWS = 16;

  private final Workers<FloatScratch> workers;
  private final Shape shape;
  private final int floats;

  ScaleOnednn(Shape shape, Workers<FloatScratch> workers) {
    this.workers = workers;
    this.shape = shape;
    floats = shape.w() * shape.c();
  }

  @Override
  public void forward(OpArgs args) {
    View weights = args.parameters().getFirst();
    multiply(args.inputs().getFirst(), weights, args.output(), GradMode.OVERWRITE);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode input = modes.inputs().getFirst();
    if (input != GradMode.IGNORE) {
      View weights = args.parameters().getFirst();
      multiply(args.dOutput(), weights, args.dInputs().getFirst(), input);
    }
    GradMode weights = modes.parameters().getFirst();
    if (weights != GradMode.IGNORE) {
      backwardWeights(args, weights);
    }
  }

  private void multiply(@Nullable View from, View weights, @Nullable View to, GradMode mode) {
    Floats source = Floats.of(from);
    Floats target = Floats.of(to);
    float[] factors = new float[floats];
    for (int column = 0; column < shape.w(); column++) {
      Floats.of(weights).read(0, shape.c(), factors, column * shape.c());
    }
    workers.run(
        shape.n() * shape.h(),
        (row, scratch) -> {
          float[] values = scratch.row(0, floats);
          long at = (long) row * floats;
          source.read(at, floats, values);
          for (int i = 0; i < floats; i++) {
            values[i] *= factors[i];
          }
          target.put(mode, at, floats, values, scratch.row(1, floats));
        });
  }

  private void backwardWeights(OpArgs args, GradMode mode) {
    Floats in = Floats.of(args.inputs().getFirst());
    Floats dOut = Floats.of(args.dOutput());
    int rows = shape.n() * shape.h();
    double[][] bands = new double[Math.ceilDiv(rows, BAND_ROWS)][shape.c()];
    workers.run(
        bands.length,
        (band, scratch) -> {
          int end = Math.min(rows, (band + 1) * BAND_ROWS);
          for (int row = band * BAND_ROWS; row < end; row++) {
            addRow(in, dOut, row, bands[band], scratch);
          }
        });
    float[] dWeights = new float[shape.c()];
    for (int c = 0; c < dWeights.length; c++) {
      double sum = 0;
      for (double[] band : bands) {
        sum += band[c];
      }
      dWeights[c] = (float) sum;
    }
    Floats target = Floats.of(args.dParameters().getFirst());
    target.put(mode, 0, dWeights.length, dWeights, new float[dWeights.length]);
  }

  private void addRow(Floats in, Floats dOut, int row, double[] sums, FloatScratch scratch) {
    float[] values = scratch.row(0, floats);
    float[] gradients = scratch.row(1, floats);
    in.read((long) row * floats, floats, values);
    dOut.read((long) row * floats, floats, gradients);
    for (int at = 0; at < floats; at += sums.length) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += (double) values[at + c] * gradients[at + c];
      }
    }
  }
}
