package fcn4j.gpu;

import fcn4j.cuda.Cudnn;
import fcn4j.cuda.CudnnPooling;
import fcn4j.cuda.Grid;
import fcn4j.cuda.Lifetime;
import fcn4j.cuda.PoolingKind;
import fcn4j.cuda.PoolingShape;
import fcn4j.op.AvgPool2d;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.PoolRule;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * {@link AvgPool2d}: through cuDNN where no window overhangs the padded input, which is all that
 * cuDNN can express, else by the kernels of {@code avg_pool2d.cu}.
 */
final class AvgPool2dGpu implements BoundOp {
  private final BoundOp passes;

  AvgPool2dGpu(GpuContext gpu, AvgPool2d op, Shape in, Shape out) {
    AvgPool2d floored =
        new AvgPool2d(op.kernel(), op.stride(), op.pad(), PoolRule.FLOOR, op.countPadding());
    boolean exact = fits(op, in) && floored.output(List.of(in)).equals(out);
    passes = exact ? new CudnnPasses(gpu, op, in, out) : new KernelPasses(gpu, op, in, out);
  }

  /** Whether the window lies inside the padded input, so that rounding down gives an output. */
  private static boolean fits(AvgPool2d op, Shape in) {
    return in.h() + 2 * op.pad().h() >= op.kernel().h()
        && in.w() + 2 * op.pad().w() >= op.kernel().w();
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
    private final Lifetime lifetime = new Lifetime("average pooling");
    private final CudnnPooling pooling;

    CudnnPasses(GpuContext gpu, AvgPool2d op, Shape in, Shape out) {
      Cudnn cudnn = gpu.cudnn();
      PoolingKind kind =
          op.countPadding()
              ? PoolingKind.AVERAGE_WITH_PADDING
              : PoolingKind.AVERAGE_WITHOUT_PADDING;
      PoolingShape shape =
          new PoolingShape(
              kind,
              op.kernel().h(),
              op.kernel().w(),
              op.pad().h(),
              op.pad().w(),
              op.stride().h(),
              op.stride().w());
      try {
        pooling =
            new CudnnPooling(
                cudnn,
                lifetime.own(cudnn.pooling(shape)),
                lifetime.own(Descriptors.tensor(cudnn, in)),
                lifetime.own(Descriptors.tensor(cudnn, out)));
      } catch (RuntimeException failure) {
        throw lifetime.closeAfter(failure);
      }
    }

    @Override
    public void forward(OpArgs args) {
      pooling.forward(Addresses.input(args, 0), Addresses.output(args));
    }

    @Override
    public void backward(OpArgs args, GradModes modes) {
      // The gradient of a mean needs neither input nor output; cuDNN wants addresses all the same,
      // and those of the gradients have the right extents.
      long dOut = Addresses.dOutput(args);
      long dIn = Addresses.dInput(args, 0);
      boolean accumulate = modes.inputs().getFirst() == GradMode.ACCUMULATE;
      pooling.backward(dIn, dOut, dOut, dIn, accumulate);
    }

    @Override
    public void close() {
      lifetime.close();
    }
  }

  /** By the project's own kernels. */
  private static final class KernelPasses implements BoundOp {
    private final Call forward;
    private final Call backward;

    KernelPasses(GpuContext gpu, AvgPool2d op, Shape in, Shape out) {
      int planes = Math.multiplyExact(in.n(), in.c());
      Number[] scalars = {
        planes,
        in.h(),
        in.w(),
        out.h(),
        out.w(),
        op.kernel().h(),
        op.kernel().w(),
        op.stride().h(),
        op.stride().w(),
        op.pad().h(),
        op.pad().w(),
        op.countPadding() ? 1 : 0
      };
      Grid coarse = Grids.pixels(planes, out.h(), out.w());
      Grid fine = Grids.pixels(planes, in.h(), in.w());
      forward = gpu.call("avg_pool2d", "avg_pool2d_forward", coarse, 2, scalars);
      backward = gpu.call("avg_pool2d", "avg_pool2d_backward", fine, 2, scalars);
    }

    @Override
    public void forward(OpArgs args) {
      forward.run(Addresses.input(args, 0), Addresses.output(args));
    }

    @Override
    public void backward(OpArgs args, GradModes modes) {
      GradMode mode = modes.inputs().getFirst();
      backward.run(mode, Addresses.dOutput(args), Addresses.dInput(args, 0));
    }
  }
}
