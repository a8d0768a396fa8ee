package fcn4j.onednn;

import fcn4j.op.Conv2d;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A window of a deconvolution that mixes channels. Its passes are those of the convolution from Co
 * to Ci channels with the same weights: forward is that one's gradient of the input, and the other
 * way round. The workspace holds the whole output, without padding, of which the window is cut.
 */
final class TransposedConvolution implements Deconvolution {
  private final Deconv2d op;
  private final Shape in;
  private final Shape out;
  private final Shape full;
  private final Extent2 shift;
  private final int keptFloats;
  private final Convolution convolution;
  private final Workers<FloatScratch> workers;

  TransposedConvolution(
      Engine engine,
      String node,
      Deconv2d op,
      Shape in,
      Shape out,
      Extent2 offset,
      Workers<FloatScratch> workers) {
    this.op = op;
    this.in = in;
    this.out = out;
    this.workers = workers;
    shift = new Extent2(op.pad().h() + offset.h(), op.pad().w() + offset.w());
    full =
        new Shape(
            in.n(),
            out.c(),
            op.stride().h() * (in.h() - 1) + op.kernel().h(),
            op.stride().w() * (in.w() - 1) + op.kernel().w());
    keptFloats = Math.clamp((long) full.w() - shift.w(), 0, out.w()) * out.c();
    Conv2d conv =
        new Conv2d(
            op.outChannels(),
            op.inChannels(),
            op.kernel(),
            op.stride(),
            Extent2.ZERO,
            Extent2.ONE,
            op.groups(),
            false);
    convolution = Convolution.of(engine, node, conv, List.of(full), false, true, workers);
  }

  private long fullBytes() {
    return OnednnMemory.aligned(full.count() * Float.BYTES);
  }

  private long inBytes() {
    return OnednnMemory.aligned(in.count() * Float.BYTES);
  }

  /** The whole output, the gradient of the input before it is added, what the convolution needs. */
  @Override
  public long workspaceBytes() {
    return fullBytes() + inBytes() + convolution.workspaceBytes();
  }

  @Override
  public long packedBytes() {
    return convolution.packedBytes();
  }

  private static View part(OpArgs args, long atBytes, Shape shape) {
    View workspace = Floats.required(args.workspace());
    return new View(
        workspace.memory(), workspace.offsetBytes() + atBytes, shape, ElementType.FLOAT32);
  }

  private long scratch(OpArgs args) {
    return OnednnMemory.address(part(args, fullBytes() + inBytes(), Shape.scalar()));
  }

  @Override
  public void forward(OpArgs args) {
    View whole = part(args, 0, full);
    View source = Floats.required(args.inputs().getFirst());
    convolution.backwardInput(
        source, args.parameters().getFirst(), whole, GradMode.OVERWRITE, scratch(args));
    Floats from = Floats.of(whole);
    Floats to = Floats.of(args.output());
    float[] bias = Deconvolution.biasRow(op, out, args);
    workers.run(
        out.n() * out.h(),
        (line, scratch) -> {
          float[] row = scratch.row(0, bias.length);
          Arrays.fill(row, 0, bias.length, 0);
          if (isKept(line)) {
            from.read(first(line), keptFloats, row);
          }
          for (int i = 0; i < bias.length; i++) {
            row[i] += bias[i];
          }
          to.write((long) line * bias.length, bias.length, row);
        });
  }

  /** Whether a row of the window lies in the whole output: not if it is added padding. */
  private boolean isKept(int line) {
    return keptFloats > 0 && line % out.h() + shift.h() < full.h();
  }

  /** Where a row of the window begins in the whole output. */
  private long first(int line) {
    long row = (long) line / out.h() * full.h() + line % out.h() + shift.h();
    return (row * full.w() + shift.w()) * out.c();
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode input = modes.inputs().getFirst();
    GradMode weight = modes.parameters().getFirst();
    if (input != GradMode.IGNORE || weight != GradMode.IGNORE) {
      paste(args);
    }
    View dWhole = part(args, 0, full);
    if (input != GradMode.IGNORE) {
      backwardInput(args, dWhole, input);
    }
    if (weight != GradMode.IGNORE) {
      convolution.backwardWeights(
          dWhole,
          Floats.required(args.inputs().getFirst()),
          args.dParameters().getFirst(),
          weight,
          null,
          GradMode.IGNORE,
          scratch(args));
    }
    Deconvolution.backwardBias(op, out, args, modes, workers);
  }

  /** The window's gradient amid zeros. */
  private void paste(OpArgs args) {
    Floats from = Floats.of(args.dOutput());
    Floats to = Floats.of(part(args, 0, full));
    to.segment().fill((byte) 0);
    int floats = out.w() * out.c();
    workers.run(
        out.n() * out.h(),
        (line, scratch) -> {
          if (isKept(line)) {
            float[] row = scratch.row(0, keptFloats);
            from.read((long) line * floats, keptFloats, row);
            to.write(first(line), keptFloats, row);
          }
        });
  }

  private void backwardInput(OpArgs args, View dWhole, GradMode mode) {
    View target = Floats.required(args.dInputs().getFirst());
    boolean add = mode == GradMode.ACCUMULATE;
    View to = add ? part(args, fullBytes(), in) : target;
    convolution.forward(dWhole, args.parameters().getFirst(), null, to, scratch(args));
    if (add) {
      Accumulate.add(workers, OnednnMemory.elements(to), OnednnMemory.elements(target));
    }
  }

  @Override
  public void close() {
    convolution.close();
  }
}
