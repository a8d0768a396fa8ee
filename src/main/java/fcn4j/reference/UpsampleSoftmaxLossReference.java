package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link UpsampleSoftmaxLoss} out of its parts: upsampling, crop and loss. Backward upsamples
 * again.
 */
final class UpsampleSoftmaxLossReference implements BoundOp {
  private final UpsampleReference upsample;
  private final SoftmaxLossReference loss;

  UpsampleSoftmaxLossReference(
      UpsampleSoftmaxLoss op, List<Shape> inputs, Workers<Scratch> workers) {
    upsample = new UpsampleReference(op.deconv(), op.offset(), inputs, workers);
    loss = new SoftmaxLossReference(op.loss(), upsample.window(), workers);
  }

  @Override
  public long workspaceBytes() {
    return upsample.workspaceBytes(true);
  }

  @Override
  public void forward(OpArgs args) {
    loss.forward(lossArgs(args, upsample.forward(args)));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.parameters().stream().anyMatch(Grads::wanted)) {
      throw new IllegalArgumentException(
          "UpsampleSoftmaxLoss has fixed weights, their gradient can't be asked for");
    }
    if (!Grads.wanted(modes.inputs().getFirst())) {
      return;
    }
    OpArgs lossArgs = lossArgs(args, upsample.forward(args));
    List<GradMode> lossModes = new ArrayList<>(modes.inputs());
    lossModes.set(0, GradMode.OVERWRITE);
    loss.backward(lossArgs, new GradModes(lossModes, List.of()));
    upsample.backward(args, modes);
  }

  private OpArgs lossArgs(OpArgs args, View scores) {
    List<@Nullable View> inputs = new ArrayList<>(args.inputs());
    inputs.set(0, scores);
    List<@Nullable View> dInputs = new ArrayList<>();
    dInputs.add(upsample.dScores(args));
    return new OpArgs(inputs, args.output(), List.of(), null, dInputs, List.of(), null, null);
  }
}
