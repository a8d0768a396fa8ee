package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** {@link fcn4j.op.Concat} by the kernel of {@code concat.cu}: a strided copy an input. */
final class ConcatGpu implements BoundOp {
  private final List<Call> gather = new ArrayList<>();
  private final List<Call> scatter = new ArrayList<>();
  private final long[] offsetBytes;

  ConcatGpu(GpuContext gpu, List<Shape> inputs, Shape output) {
    offsetBytes = new long[inputs.size()];
    long all = output.imageCount();
    long before = 0;
    for (int i = 0; i < inputs.size(); i++) {
      long own = inputs.get(i).imageCount();
      offsetBytes[i] = before * Float.BYTES;
      before += own;
      Grid grid = Grids.rows(output.n(), own);
      gather.add(gpu.call("concat", "concat_copy", grid, 2, output.n(), own, own, all));
      scatter.add(gpu.call("concat", "concat_copy", grid, 2, output.n(), own, all, own));
    }
  }

  @Override
  public void forward(OpArgs args) {
    long out = Addresses.output(args);
    for (int i = 0; i < offsetBytes.length; i++) {
      gather.get(i).run(Addresses.input(args, i), out + offsetBytes[i]);
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    for (int i = 0; i < offsetBytes.length; i++) {
      GradMode mode = modes.inputs().get(i);
      if (mode != GradMode.IGNORE) {
        long from = Addresses.dOutput(args) + offsetBytes[i];
        scatter.get(i).run(mode, from, Addresses.dInput(args, i));
      }
    }
  }
}
