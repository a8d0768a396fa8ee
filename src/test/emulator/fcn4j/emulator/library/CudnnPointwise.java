package fcn4j.emulator.library;

import static fcn4j.emulator.library.CudnnWork.enqueue;
import static fcn4j.emulator.library.CudnnWork.mapped;
import static fcn4j.emulator.library.CudnnWork.sameExtents;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.library.CudnnConvolutions.Operand;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;
import org.jspecify.annotations.Nullable;

/** Pooling, activations and normalisation of cuDNN on device memory. */
public final class CudnnPointwise {
  private CudnnPointwise() {}

  private static @Nullable Pooling pooling(
      EmulatedDevice device, NativePointerObject descriptor, Operand image, Operand result) {
    PoolingState state = CudnnDescriptors.value(device, descriptor, PoolingState.class);
    Layout in = image.layout(device);
    Layout out = result.layout(device);
    if (state == null || in == null || out == null) {
      return null;
    }
    boolean fits =
        in.n() == out.n()
            && in.c() == out.c()
            && state.outH(in.h()) == out.h()
            && state.outW(in.w()) == out.w();
    return fits ? new Pooling(state, in, out) : null;
  }

  public static int poolForward(
      EmulatedDevice device,
      cudnnHandle handle,
      NativePointerObject descriptor,
      Pointer alpha,
      Operand image,
      Pointer beta,
      Operand result) {
    Pooling pooling = pooling(device, descriptor, image, result);
    return pooling == null
        ? CudnnStatus.BAD_PARAM
        : enqueue(
            device,
            handle,
            "cuDNN pooling",
            alpha,
            beta,
            List.of(image),
            result,
            v -> pooling.forward(v[0]));
  }

  public static int poolBackward(
      EmulatedDevice device,
      cudnnHandle handle,
      NativePointerObject descriptor,
      Pointer alpha,
      Operand y,
      Operand dY,
      Operand x,
      Pointer beta,
      Operand dX) {
    Pooling pooling = pooling(device, descriptor, x, y);
    return pooling == null || !sameExtents(device, y, dY) || !sameExtents(device, x, dX)
        ? CudnnStatus.BAD_PARAM
        : enqueue(
            device,
            handle,
            "cuDNN pooling, backward",
            alpha,
            beta,
            List.of(x, y, dY),
            dX,
            v -> pooling.backward(v[0], v[1], v[2]));
  }

  public static int activate(
      EmulatedDevice device,
      cudnnHandle handle,
      NativePointerObject descriptor,
      Pointer alpha,
      Operand x,
      Pointer beta,
      Operand y) {
    Activation act = CudnnDescriptors.value(device, descriptor, Activation.class);
    return act == null || !sameExtents(device, x, y)
        ? CudnnStatus.BAD_PARAM
        : enqueue(
            device,
            handle,
            "cuDNN activation",
            alpha,
            beta,
            List.of(x),
            y,
            v -> mapped(v[0].length, i -> act.apply(v[0][i])));
  }

  public static int activateBackward(
      EmulatedDevice device,
      cudnnHandle handle,
      NativePointerObject descriptor,
      Pointer alpha,
      Operand y,
      Operand dY,
      Operand x,
      Pointer beta,
      Operand dX) {
    Activation act = CudnnDescriptors.value(device, descriptor, Activation.class);
    return act == null || !sameExtents(device, y, dY, x, dX)
        ? CudnnStatus.BAD_PARAM
        : enqueue(
            device,
            handle,
            "cuDNN activation, backward",
            alpha,
            beta,
            List.of(y, dY, x),
            dX,
            v -> mapped(v[0].length, i -> v[1][i] * act.slope(v[2][i], v[0][i])));
  }

  public static int normForward(
      EmulatedDevice device,
      cudnnHandle handle,
      NativePointerObject descriptor,
      Pointer alpha,
      Operand x,
      Pointer beta,
      Operand y) {
    ChannelNorm norm = CudnnDescriptors.value(device, descriptor, ChannelNorm.class);
    Layout layout = x.layout(device);
    return norm == null || layout == null || !sameExtents(device, x, y)
        ? CudnnStatus.BAD_PARAM
        : enqueue(
            device,
            handle,
            "cuDNN LRN",
            alpha,
            beta,
            List.of(x),
            y,
            v -> norm.forward(layout, v[0]));
  }

  public static int normBackward(
      EmulatedDevice device,
      cudnnHandle handle,
      NativePointerObject descriptor,
      Pointer alpha,
      Operand y,
      Operand dY,
      Operand x,
      Pointer beta,
      Operand dX) {
    ChannelNorm norm = CudnnDescriptors.value(device, descriptor, ChannelNorm.class);
    Layout layout = x.layout(device);
    return norm == null || layout == null || !sameExtents(device, y, dY, x, dX)
        ? CudnnStatus.BAD_PARAM
        : enqueue(
            device,
            handle,
            "cuDNN LRN, backward",
            alpha,
            beta,
            List.of(y, dY, x),
            dX,
            v -> norm.backward(layout, v[2], v[1]));
  }
}
