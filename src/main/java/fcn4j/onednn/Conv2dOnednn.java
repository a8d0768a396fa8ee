package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Conv2d}. */
final class Conv2dOnednn implements BoundOp {
  Conv2dOnednn(Engine engine, String node, Conv2d conv, List<Shape> inputs, boolean training) {}

  @Override
  public void forward(OpArgs args) {}

  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
