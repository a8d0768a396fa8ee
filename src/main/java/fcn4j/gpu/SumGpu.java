package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Sum;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * {@link Sum} by the kernels of {@code sum.cu}: two inputs in one pass, each further one in a pass
 * of its own.
 */
final class SumGpu implements BoundOp {
  private final Sum op;
  private final int inputs;
  private final Call first;
  private final Call scaled;

  SumGpu(GpuContext gpu, Sum op, List<Shape> inputs) {
    this.op = op;
    this.inputs = inputs.size();
    long count = inputs.getFirst().count();
    first =
        gpu.call(
            "sum",
            "sum_forward",
            Grids.stream(count),
            3,
            count,
            op.coefficient(0),
            op.coefficient(1));
    scaled = gpu.call("sum", "sum_scaled", Grids.stream(count), 2, count, 1f);
  }

  @Override
  public void forward(OpArgs args) {
    long out = Addresses.output(args);
    first.run(Addresses.input(args, 0), Addresses.input(args, 1), out);
    for (int i = 2; i < inputs; i++) {
      scale(op.coefficient(i), GradMode.ACCUMULATE, Addresses.input(args, i), out);
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    for (int i = 0; i < inputs; i++) {
      GradMode mode = modes.inputs().get(i);
      if (mode != GradMode.IGNORE) {
        scale(op.coefficient(i), mode, Addresses.dOutput(args), Addresses.dInput(args, i));
      }
    }
  }

  private void scale(float factor, GradMode mode, long from, long to) {
    scaled.with(3, factor).run(mode, from, to);
  }
}
