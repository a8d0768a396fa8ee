package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.tensor.Shape;

/** The crop of a tensor and its gradient, by the kernels of {@code crop.cu}. */
final class CropCall {
  private final Call forward;
  private final Call backward;
  private final Call accumulate;

  /**
   * Prepares the kernels.
   *
   * @param in the tensor that is cropped
   * @param rows of the window
   * @param columns of the window
   */
  CropCall(GpuContext gpu, Shape in, int rows, int columns, Extent2 offset) {
    int planes = Math.multiplyExact(in.n(), in.c());
    Grid window = Grids.pixels(planes, rows, columns);
    Grid all = Grids.pixels(planes, in.h(), in.w());
    Number[] scalars = {planes, in.h(), in.w(), rows, columns, offset.h(), offset.w()};
    forward = gpu.call("crop", "crop_forward", window, 2, scalars);
    backward = gpu.call("crop", "crop_backward", all, 2, scalars);
    accumulate = gpu.call("crop", "crop_backward_accumulate", window, 2, scalars);
  }

  void forward(long in, long out) {
    forward.run(in, out);
  }

  void backward(GradMode mode, long dOut, long dIn) {
    switch (mode) {
      case IGNORE -> {}
      case OVERWRITE -> backward.run(dOut, dIn);
      case ACCUMULATE -> accumulate.run(dOut, dIn);
    }
  }
}
