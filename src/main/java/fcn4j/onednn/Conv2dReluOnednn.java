package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2dRelu;
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
  private final Shape out;
  private final boolean training;
  private final Workers<FloatScratch> workers;

  Conv2dReluOnednn(
      Engine engine,
      String node,
      Conv2dRelu op,
      List<Shape> inputs,
      boolean training,
      Workers<FloatScratch> workers) {
    convolution = Convolution.of(engine, node, op.conv(), inputs, true, training, workers);
    out = op.output(inputs);
    this.training = training;
    this.workers = workers;
  }

  @Override
  public long workspaceBytes() {
    return convolution.workspaceBytes() + maskedBytes();
  }

  /** Backward first needs the gradient of the convolution's output: 0 where ReLU gave 0. */
  private long maskedBytes() {
    return training ? OnednnMemory.aligned(Float.BYTES * out.count()) : 0;
  }

  @Override
  public void forward(OpArgs args) {
    Conv2dOnednn.forward(convolution, args, Conv2dOnednn.workspace(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (!modes.any()) {
      return;
    }
    View workspace = Objects.requireNonNull(args.workspace());
    View dOut = Objects.requireNonNull(args.dOutput());
    View masked = new View(workspace.memory(), workspace.offsetBytes(), dOut.shape(), dOut.type());
    ReluOnednn.mask(
        workers,
        OnednnMemory.elements(args.output()),
        OnednnMemory.elements(dOut),
        OnednnMemory.elements(masked),
        false);
    long rest = OnednnMemory.address(workspace) + maskedBytes();
    Conv2dOnednn.backward(convolution, args, modes, masked, rest);
  }

  @Override
  public void close() {
    convolution.close();
  }
}
