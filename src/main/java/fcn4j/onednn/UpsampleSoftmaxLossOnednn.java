package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * {@link UpsampleSoftmaxLoss}; a row of full-size scores lives in a work array only. A task is a
 * group of rows that read the same coarse rows.
 *
 * <p>A loss's own gradient is 1, so that forward computes the gradient of the coarse scores along
 * with the loss, while it has the exponentials, and saves its parts; backward adds them up.
 */
final class UpsampleSoftmaxLossOnednn implements BoundOp {
  private final UpsampleSoftmaxLoss op;
  private final Workers<FloatScratch> workers;
  private final Shape in;
  private final Shape labels;
  private final Upsampling geometry;
  private final CoarseGradient gradient;
  private final boolean training;
  private final double[] groupSums;

  UpsampleSoftmaxLossOnednn(
      UpsampleSoftmaxLoss op, List<Shape> inputs, boolean training, Workers<FloatScratch> workers) {
    this.op = op;
    this.workers = workers;
    this.training = training;
    in = inputs.get(0);
    labels = inputs.get(1);
    geometry = new Upsampling(op.deconv(), in, labels, op.offset());
    gradient = new CoarseGradient(geometry);
    groupSums = new double[Math.multiplyExact(in.n(), geometry.groups)];
  }

  @Override
  public long savedBytes() {
    return training ? gradient.partBytes() : 0;
  }

  @Override
  public void forward(OpArgs args) {
    Floats coarse = Floats.of(args.inputs().getFirst());
    Taps taps = Taps.of(op.deconv(), Floats.of(args.parameters().getFirst()));
    PixelLoss loss = new PixelLoss(op.loss(), labels, in.c(), args);
    workers.run(
        groupSums.length,
        (task, scratch) -> groupSums[task] = group(task, coarse, taps, loss, args, scratch));
    float sum = (float) (loss.factor() * Arrays.stream(groupSums).sum());
    OnednnMemory.elements(args.output()).setAtIndex(ValueLayout.JAVA_FLOAT, 0, sum);
  }

  private double group(
      int task, Floats in, Taps taps, PixelLoss loss, OpArgs args, FloatScratch scratch) {
    int image = task / geometry.groups;
    int group = task % geometry.groups;
    float[] row = scratch.row(0, this.in.w() * this.in.c());
    float[] coarse = scratch.row(1, geometry.coarseFloats());
    float[] planes = scratch.row(2, geometry.rowFloats());
    float[] sums = scratch.row(3, gradient.sumFloats());
    UpsampledRow.readCoarse(geometry, in, image, group, row, coarse);
    Arrays.fill(sums, 0, training ? gradient.sumFloats() : 0, 0);
    UpsampledRow upsampled = new UpsampledRow(geometry, taps);
    double total = 0;
    for (int y = geometry.firstRow(group); y < geometry.endRow(group); y++) {
      upsampled.compute(y, coarse, planes);
      int line = image * labels.h() + y;
      total += loss.row(line, planes, geometry.pixels, geometry.positions(), training, scratch);
      if (training) {
        gradient.addRow(taps, y, planes, sums);
      }
    }
    if (training) {
      gradient.store(image, group, sums, row, parts(args));
    }
    return total;
  }

  private Floats parts(OpArgs args) {
    View saved = Floats.required(args.saved());
    return Floats.raw(saved, gradient.partBytes());
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.parameters().getFirst() != GradMode.IGNORE) {
      throw new IllegalArgumentException(
          "UpsampleSoftmaxLoss has fixed weights; for their gradient leave the nodes unfused");
    }
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      gradient.collect(workers, parts(args), Floats.of(args.dInputs().getFirst()), mode);
    }
  }
}
