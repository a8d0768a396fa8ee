package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UnsupportedOpException;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link fcn4j.op.Max} by the kernels of {@code max.cu}: a saved byte a position tells which input
 * has won.
 */
final class MaxGpu implements BoundOp {
  private static final int MOST_INPUTS = 256;

  private final List<Call> forward = new ArrayList<>();
  private final List<Call> backward = new ArrayList<>();
  private final long count;

  MaxGpu(GpuContext gpu, List<Shape> inputs) {
    if (inputs.size() > MOST_INPUTS) {
      throw new UnsupportedOpException(
          "Max of %d inputs: the CUDA backend takes at most %d; nest two of them"
              .formatted(inputs.size(), MOST_INPUTS));
    }
    count = inputs.getFirst().count();
    Grid grid = Grids.each(count);
    for (int i = 0; i < inputs.size(); i++) {
      backward.add(gpu.call("max", "max_backward", grid, 3, count, i));
      if (i == 1) {
        forward.add(gpu.call("max", "max_forward", grid, 4, count));
      } else if (i > 1) {
        forward.add(gpu.call("max", "max_further", grid, 3, count, i));
      }
    }
  }

  @Override
  public long savedBytes() {
    return count;
  }

  @Override
  public void forward(OpArgs args) {
    long out = Addresses.output(args);
    long winner = Addresses.saved(args, count);
    forward.getFirst().run(Addresses.input(args, 0), Addresses.input(args, 1), out, winner);
    for (int i = 2; i < backward.size(); i++) {
      forward.get(i - 1).run(Addresses.input(args, i), out, winner);
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    for (int i = 0; i < backward.size(); i++) {
      GradMode mode = modes.inputs().get(i);
      if (mode != GradMode.IGNORE) {
        long winner = Addresses.saved(args, count);
        backward.get(i).run(mode, Addresses.dOutput(args), winner, Addresses.dInput(args, i));
      }
    }
  }
}
