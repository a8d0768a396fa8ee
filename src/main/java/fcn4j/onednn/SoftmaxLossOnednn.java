package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * {@link SoftmaxLoss}. A task is a row; sums of rows are added in order. Labels are checked in
 * forward at once.
 */
final class SoftmaxLossOnednn implements BoundOp {
  private final SoftmaxLoss op;
  private final Workers<FloatScratch> workers;
  private final Shape scores;
  private final Shape labels;
  private final int floats;
  private final int[] positions;
  private final double[] rowSums;

  SoftmaxLossOnednn(SoftmaxLoss op, Shape scores, Workers<FloatScratch> workers) {
    this.op = op;
    this.workers = workers;
    this.scores = scores;
    labels = scores.withChannels(1);
    floats = scores.w() * scores.c();
    positions = new int[scores.w()];
    Arrays.setAll(positions, x -> x);
    rowSums = new double[Math.multiplyExact(scores.n(), scores.h())];
  }

  @Override
  public void forward(OpArgs args) {
    Floats in = Floats.of(args.inputs().getFirst());
    PixelLoss loss = new PixelLoss(op, labels, scores.c(), args);
    workers.run(
        rowSums.length,
        (line, scratch) -> {
          float[] planes = planes(in, line, scratch);
          rowSums[line] = loss.row(line, planes, scores.w(), positions, false, scratch);
        });
    float sum = (float) (loss.factor() * Arrays.stream(rowSums).sum());
    OnednnMemory.elements(args.output()).setAtIndex(ValueLayout.JAVA_FLOAT, 0, sum);
  }

  private float[] planes(Floats in, int line, FloatScratch scratch) {
    float[] row = scratch.row(0, floats);
    float[] planes = scratch.row(1, floats);
    in.read((long) line * floats, floats, row);
    ClassPlanes.split(row, scores.w(), scores.c(), planes);
    return planes;
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode == GradMode.IGNORE) {
      return;
    }
    Floats in = Floats.of(args.inputs().getFirst());
    Floats dIn = Floats.of(args.dInputs().getFirst());
    PixelLoss loss = new PixelLoss(op, labels, scores.c(), args);
    workers.run(
        rowSums.length,
        (line, scratch) -> {
          float[] planes = planes(in, line, scratch);
          rowSums[line] = loss.row(line, planes, scores.w(), positions, true, scratch);
          float[] row = scratch.row(0, floats);
          ClassPlanes.join(planes, scores.w(), scores.c(), row);
          dIn.put(mode, (long) line * floats, floats, row, planes);
        });
  }
}
