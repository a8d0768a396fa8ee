package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** {@link Conv2dRelu}: ReLU follows each block of sums while it is in the processor. */
final class Conv2dReluOnednn implements BoundOp {
  private final Convolution convolution;
  private final Workers<FloatScratch> workers;

  Conv2dReluOnednn(
      Engine engine,
      String node,
      Conv2dRelu op,
      List<Shape> inputs,
      boolean training,
      Workers<FloatScratch> workers) {
    convolution = Convolution.of(engine, node, op.conv(), inputs, true, training, workers);
    this.workers = workers;
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
    Conv2dOnednn.forward(convolution, args, Conv2dOnednn.workspace(args));
  }

  /** Where ReLU gave 0 the convolution's gradient is 0; it takes the place of the output's. */
  @Override
  public boolean consumesOutputGradient() {
    return true;
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.any()) {
      View dOut = Objects.requireNonNull(args.dOutput());
      Floats gradient = Floats.of(dOut);
      ReluOnednn.mask(workers, Floats.of(args.output()), gradient, gradient, GradMode.OVERWRITE);
      Conv2dOnednn.backward(convolution, args, modes, dOut, Conv2dOnednn.workspace(args));
    }
  }

  @Override
  public void close() {
    convolution.close();
  }
}
