package fcn4j.onednn;

import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.Arrays;

/**
 * A window of a deconvolution of each channel by itself, from diagonal or one-group-a-channel
 * weights. A task is a group of rows that read the same coarse rows.
 */
final class ChannelwiseDeconvolution implements Deconvolution {
  private final Deconv2d op;
  private final Shape in;
  private final Shape out;
  private final int rowFloats;
  private final Upsampling geometry;
  private final CoarseGradient gradient;
  private final ChannelwiseWeights weights;
  private final Workers<FloatScratch> workers;

  ChannelwiseDeconvolution(
      Deconv2d op, Shape in, Shape out, Extent2 offset, Workers<FloatScratch> workers) {
    this.op = op;
    this.in = in;
    this.out = out;
    this.workers = workers;
    rowFloats = out.w() * out.c();
    geometry = new Upsampling(op, in, out, offset);
    gradient = new CoarseGradient(geometry);
    weights = new ChannelwiseWeights(geometry, out);
  }

  @Override
  public long workspaceBytes() {
    return gradient.partBytes();
  }

  @Override
  public void forward(OpArgs args) {
    Floats source = Floats.of(args.inputs().getFirst());
    Floats target = Floats.of(args.output());
    Taps taps = Taps.of(op, Floats.of(args.parameters().getFirst()));
    float[] bias = Deconvolution.biasRow(op, out, args);
    UpsampledRow upsampled = new UpsampledRow(geometry, taps);
    workers.run(
        in.n() * geometry.groups,
        (task, scratch) -> {
          int image = task / geometry.groups;
          int group = task % geometry.groups;
          float[] row = scratch.row(0, Math.max(rowFloats, in.w() * in.c()));
          float[] coarse = scratch.row(1, geometry.coarseFloats());
          float[] planes = scratch.row(2, geometry.rowFloats());
          UpsampledRow.readCoarse(geometry, source, image, group, row, coarse);
          for (int y = geometry.firstRow(group); y < geometry.endRow(group); y++) {
            upsampled.compute(y, coarse, planes);
            geometry.join(planes, row);
            for (int i = 0; i < rowFloats; i++) {
              row[i] += bias[i];
            }
            target.write(((long) image * out.h() + y) * rowFloats, rowFloats, row);
          }
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    Floats dOut = Floats.of(args.dOutput());
    GradMode input = modes.inputs().getFirst();
    if (input != GradMode.IGNORE) {
      backwardInput(args, dOut, input);
    }
    GradMode weight = modes.parameters().getFirst();
    if (weight != GradMode.IGNORE) {
      Floats target = Floats.of(args.dParameters().getFirst());
      weights.run(workers, Floats.of(args.inputs().getFirst()), dOut, target, weight);
    }
    Deconvolution.backwardBias(op, out, args, modes, workers);
  }

  private void backwardInput(OpArgs args, Floats dOut, GradMode mode) {
    Taps taps = Taps.of(op, Floats.of(args.parameters().getFirst()));
    Floats parts = Floats.raw(Floats.required(args.workspace()), gradient.partBytes());
    workers.run(
        in.n() * geometry.groups,
        (task, scratch) -> {
          int image = task / geometry.groups;
          int group = task % geometry.groups;
          float[] row = scratch.row(0, Math.max(rowFloats, in.w() * in.c()));
          float[] planes = scratch.row(2, geometry.rowFloats());
          float[] sums = scratch.row(3, gradient.sumFloats());
          Arrays.fill(sums, 0, gradient.sumFloats(), 0);
          for (int y = geometry.firstRow(group); y < geometry.endRow(group); y++) {
            dOut.read(((long) image * out.h() + y) * rowFloats, rowFloats, row);
            geometry.split(row, planes);
            gradient.addRow(taps, y, planes, sums);
          }
          gradient.store(image, group, sums, row, parts);
        });
    gradient.collect(workers, parts, Floats.of(args.dInputs().getFirst()), mode);
  }

  @Override
  public void close() {}
}
