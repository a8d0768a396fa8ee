package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.tensor.Shape;

/**
 * {@link ConfusionMatrix} by the kernels of {@code confusion_matrix.cu}: each block counts in
 * shared memory where the matrix fits, else all count in the result. No gradient.
 */
final class ConfusionMatrixGpu implements BoundOp {
  private static final int SHARED_BYTES = 48 << 10;
  private static final int BLOCKS = 256;
  private static final int THREADS = 256;

  private final GpuContext gpu;
  private final Shape labels;
  private final int classes;
  private final Call forward;
  private final LabelFlags.Flag flag;

  ConfusionMatrixGpu(GpuContext gpu, ConfusionMatrix op, Shape labels) {
    this.gpu = gpu;
    this.labels = labels;
    classes = op.classes();
    int sharedBytes = classes * classes * Integer.BYTES;
    boolean fits = sharedBytes <= SHARED_BYTES;
    Grid grid = Grid.linear(Math.min(labels.count(), BLOCKS * THREADS), THREADS);
    forward =
        gpu.call(
            "confusion_matrix",
            fits ? "confusion_matrix_forward" : "confusion_matrix_forward_wide",
            fits ? grid.withSharedBytes(sharedBytes) : grid,
            4,
            labels.count(),
            classes);
    flag = gpu.labelFlags().take();
  }

  @Override
  public void forward(OpArgs args) {
    View out = args.output();
    out.memory().zero(out.offsetBytes(), Addresses.bytes(out.type(), out.shape().count()));
    forward.run(
        Addresses.input(args, 0), Addresses.input(args, 1), Addresses.output(args), flag.address());
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {}

  @Override
  public void verify(OpArgs args) {
    flag.verify(labels, classes);
  }

  @Override
  public void close() {
    flag.close();
  }
}
