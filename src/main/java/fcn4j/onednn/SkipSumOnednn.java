package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.SkipSum;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link SkipSum}: the deconvolution, then the rows of the skip that are kept. */
final class SkipSumOnednn implements BoundOp {
  private final Deconvolution deconvolution;
  private final Workers<FloatScratch> workers;
  private final Extent2 offset;
  private final Shape out;
  private final Shape skip;
  private final int floats;

  SkipSumOnednn(
      Engine engine, String node, SkipSum op, List<Shape> inputs, Workers<FloatScratch> workers) {
    this.workers = workers;
    offset = op.offset();
    out = op.output(inputs);
    skip = inputs.get(1);
    floats = out.w() * out.c();
    deconvolution =
        Deconvolution.of(engine, node, op.deconv(), inputs.getFirst(), out, Extent2.ZERO, workers);
  }

  @Override
  public long workspaceBytes() {
    return deconvolution.workspaceBytes();
  }

  @Override
  public long packedBytes() {
    return deconvolution.packedBytes();
  }

  @Override
  public void forward(OpArgs args) {
    deconvolution.forward(args);
    Floats terms = Floats.of(args.inputs().get(1));
    Floats sums = Floats.of(args.output());
    workers.run(
        out.n() * out.h(),
        (line, scratch) -> {
          float[] row = scratch.row(0, floats);
          terms.read(first(line), floats, row);
          long at = (long) line * floats;
          sums.put(GradMode.ACCUMULATE, at, floats, row, scratch.row(1, floats));
        });
  }

  /** Where a row of the output begins in the skip. */
  private long first(int line) {
    long row = (long) line / out.h() * skip.h() + line % out.h() + offset.h();
    return (row * skip.w() + offset.w()) * skip.c();
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.any()) {
      deconvolution.backward(args, modes);
    }
    if (modes.inputs().get(1) != GradMode.IGNORE) {
      backwardSkip(args.dOutput(), args.dInputs().get(1), modes.inputs().get(1));
    }
  }

  private void backwardSkip(@Nullable View dOut, @Nullable View dSkip, GradMode mode) {
    Floats from = Floats.of(dOut);
    Floats to = Floats.of(dSkip);
    if (mode == GradMode.OVERWRITE) {
      to.segment().fill((byte) 0);
    }
    workers.run(
        out.n() * out.h(),
        (line, scratch) -> {
          float[] row = scratch.row(0, floats);
          from.read((long) line * floats, floats, row);
          to.put(mode, first(line), floats, row, scratch.row(1, floats));
        });
  }

  @Override
  public void close() {
    deconvolution.close();
  }
}
