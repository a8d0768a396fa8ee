package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Conv2d}. */
final class Conv2dOnednn implements BoundOp {
  private final Convolution convolution;

  Conv2dOnednn(
      Engine engine,
      String node,
      Conv2d conv,
      List<Shape> inputs,
      boolean training,
      Workers<FloatScratch> workers) {
    convolution = Convolution.of(engine, node, conv, inputs, false, training, workers);
  }

  @Override
  public long workspaceBytes() {
    return convolution.workspaceBytes();
  }

  @Override
  public long forwardWorkspaceBytes() {
    return convolution.forwardWorkspaceBytes();
  }

  @Override
  public long packedBytes() {
    return convolution.packedBytes();
  }

  @Override
  public void forward(OpArgs args) {
    forward(convolution, args, workspace(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.any()) {
      backward(convolution, args, modes, Objects.requireNonNull(args.dOutput()), workspace(args));
    }
  }

  /** The address of the workspace, or 0 if there is none. */
  static long workspace(OpArgs args) {
    return args.workspace() == null ? 0 : OnednnMemory.address(args.workspace());
  }

  static void forward(Convolution convolution, OpArgs args, long workspace) {
    convolution.forward(
        Objects.requireNonNull(args.inputs().getFirst()),
        args.parameters().getFirst(),
        bias(args.parameters()),
        args.output(),
        workspace);
  }

  /** The gradients that are asked for, of the gradient of the convolution's own output. */
  static void backward(
      Convolution convolution, OpArgs args, GradModes modes, View dOut, long workspace) {
    GradMode inputMode = modes.inputs().getFirst();
    if (inputMode != GradMode.IGNORE) {
      View dIn = Objects.requireNonNull(args.dInputs().getFirst());
      convolution.backwardInput(dOut, args.parameters().getFirst(), dIn, inputMode, workspace);
    }
    List<GradMode> parameterModes = modes.parameters();
    GradMode biasMode = parameterModes.size() > 1 ? parameterModes.get(1) : GradMode.IGNORE;
    if (parameterModes.getFirst() != GradMode.IGNORE || biasMode != GradMode.IGNORE) {
      convolution.backwardWeights(
          Objects.requireNonNull(args.inputs().getFirst()),
          dOut,
          args.dParameters().getFirst(),
          parameterModes.getFirst(),
          bias(args.dParameters()),
          biasMode,
          workspace);
    }
  }

  private static @Nullable View bias(List<? extends @Nullable View> parameters) {
    return parameters.size() > 1 ? parameters.get(1) : null;
  }

  @Override
  public void close() {
    convolution.close();
  }
}
