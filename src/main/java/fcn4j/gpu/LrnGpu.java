package fcn4j.gpu;

import fcn4j.cuda.Cudnn;
import fcn4j.cuda.CudnnLrn;
import fcn4j.cuda.Grid;
import fcn4j.cuda.Lifetime;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Lrn;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.Arrays;

/**
 * {@link Lrn}: through cuDNN within its limits (window of at most 16 channels, beta at least 0.01,
 * k at least 1e-5), else by the kernels of {@code lrn.cu}, which save the scales.
 */
final class LrnGpu implements BoundOp {
  private static final int CUDNN_MOST_SIZE = 16;
  private static final double CUDNN_LEAST_BETA = 0.01;
  private static final double CUDNN_LEAST_K = 1e-5;

  private final BoundOp passes;

  LrnGpu(GpuContext gpu, Lrn op, Shape shape) {
    boolean expressible =
        op.size() <= CUDNN_MOST_SIZE && op.beta() >= CUDNN_LEAST_BETA && op.k() >= CUDNN_LEAST_K;
    passes = expressible ? new CudnnPasses(gpu, op, shape) : new KernelPasses(gpu, op, shape);
  }

  @Override
  public long savedBytes() {
    return passes.savedBytes();
  }

  @Override
  public void forward(OpArgs args) {
    passes.forward(args);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.inputs().getFirst() != GradMode.IGNORE) {
      passes.backward(args, modes);
    }
  }

  @Override
  public void close() {
    passes.close();
  }

  /** Through cuDNN. */
  private static final class CudnnPasses implements BoundOp {
    private final Lifetime lifetime = new Lifetime("LRN");
    private final CudnnLrn lrn;

    CudnnPasses(GpuContext gpu, Lrn op, Shape shape) {
      Cudnn cudnn = gpu.cudnn();
      try {
        lrn =
            new CudnnLrn(
                cudnn,
                lifetime.own(cudnn.lrn(op.size(), op.alpha(), op.beta(), op.k())),
                lifetime.own(Descriptors.tensor(cudnn, shape)));
      } catch (RuntimeException failure) {
        throw lifetime.closeAfter(failure);
      }
    }

    @Override
    public void forward(OpArgs args) {
      lrn.forward(Addresses.input(args, 0), Addresses.output(args));
    }

    @Override
    public void backward(OpArgs args, GradModes modes) {
      lrn.backward(
          Addresses.input(args, 0),
          Addresses.output(args),
          Addresses.dOutput(args),
          Addresses.dInput(args, 0),
          modes.inputs().getFirst() == GradMode.ACCUMULATE);
    }

    @Override
    public void close() {
      lifetime.close();
    }
  }

  /** By the project's own kernels. */
  private static final class KernelPasses implements BoundOp {
    private final long savedBytes;
    private final Call forward;
    private final Call backward;

    KernelPasses(GpuContext gpu, Lrn op, Shape shape) {
      savedBytes = shape.count() * Float.BYTES;
      Grid grid = Grids.rows(shape.n(), shape.planeCount());
      int half = (op.size() - 1) / 2;
      float alphaOverSize = (float) (op.alpha() / op.size());
      float beta = (float) op.beta();
      Number[] shared = {shape.n(), shape.c(), shape.planeCount(), half, alphaOverSize, beta};
      Number[] withK = Arrays.copyOf(shared, shared.length + 1);
      withK[shared.length] = (float) op.k();
      forward = gpu.call("lrn", "lrn_forward", grid, 3, withK);
      backward = gpu.call("lrn", "lrn_backward", grid, 5, shared);
    }

    @Override
    public long savedBytes() {
      return savedBytes;
    }

    @Override
    public void forward(OpArgs args) {
      long scales = Addresses.saved(args, savedBytes);
      forward.run(Addresses.input(args, 0), Addresses.output(args), scales);
    }

    @Override
    public void backward(OpArgs args, GradModes modes) {
      backward.run(
          modes.inputs().getFirst(),
          Addresses.input(args, 0),
          Addresses.output(args),
          Addresses.saved(args, savedBytes),
          Addresses.dOutput(args),
          Addresses.dInput(args, 0));
    }
  }
}
