package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.Crop;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Crop} by the kernels of {@code crop.cu}. */
final class CropGpu implements BoundOp {
  private final CropCall crop;

  CropGpu(GpuContext gpu, Crop op, List<Shape> inputs) {
    Shape reference = inputs.get(1);
    crop = new CropCall(gpu, inputs.getFirst(), reference.h(), reference.w(), op.offset());
  }

  @Override
  public void forward(OpArgs args) {
    crop.forward(Addresses.input(args, 0), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      crop.backward(mode, Addresses.dOutput(args), Addresses.dInput(args, 0));
    }
  }
}
