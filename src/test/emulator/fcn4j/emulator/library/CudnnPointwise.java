package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.library.CudnnConvolutions.Operand;
import java.util.List;
import java.util.function.Function;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;
import org.jspecify.annotations.Nullable;

/** Pooling, activations, normalisation, softmax and sums of cuDNN on device memory. */
public final class CudnnPointwise {
  private CudnnPointwise() {}

  /** Enqueues {@code to = alpha * compute(inputs) + beta * to}. */
  private static int enqueue(
      EmulatedDevice device,
      cudnnHandle handle,
      String what,
      Pointer alpha,
      Pointer beta,
      List<Operand> inputs,
      Operand result,
      Function<float[][], float[]> compute) {
    CudnnHandle found = CudnnDescriptors.handle(device, handle);
    Layout to = result.layout(device);
    if (found == null || to == null) {
      return CudnnStatus.BAD_PARAM;
    }
    Layout[] layouts = new Layout[inputs.size()];
    long[] addresses = new long[inputs.size()];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = inputs.get(i).layout(device);
      addresses[i] = inputs.get(i).address();
    }
    float scale = CudnnConvolutions.scalar(alpha);
    float keep = CudnnConvolutions.scalar(beta);
    long toAt = result.address();
    TensorMemory memory = new TensorMemory(device.transfers(), what);
    found.stream()
        .submit(() -> {
          float[][] values = new float[layouts.length][];
          for (int i = 0; i < values.length; i++) {
            values[i] = memory.read(layouts[i], addresses[i]);
          }
          memory.blend(to, toAt, compute.apply(values), scale, keep);
        });
    return CudnnStatus.SUCCESS;
  }

  private static boolean sameExtents(EmulatedDevice device, Operand... operands) {
    @Nullable Layout first = operands[0].layout(device);
    for (Operand operand : operands) {
      @Nullable Layout layout = operand.layout(device);
      if (first == null || layout == null || !layout.sameExtents(first)) {
        return false;
      }
    }
    return true;
  }

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

  /** An element of a result. */
  private interface Element {
    float at(int i);
  }

  private static float[] mapped(int count, Element element) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = element.at(i);
    }
    return values;
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

  /** {@code c = alpha * a + beta * c}, extents of 1 in a are repeated. */
  public static int add(
      EmulatedDevice device,
      cudnnHandle handle,
      Pointer alpha,
      Operand a,
      Pointer beta,
      Operand c) {
    Layout from = a.layout(device);
    Layout to = c.layout(device);
    if (from == null || to == null || !repeats(from, to)) {
      return CudnnStatus.BAD_PARAM;
    }
    return enqueue(
        device, handle, "cuDNN addition", alpha, beta, List.of(a), c, v -> spread(from, to, v[0]));
  }

  private static boolean repeats(Layout from, Layout to) {
    return (from.n() == 1 || from.n() == to.n())
        && (from.c() == 1 || from.c() == to.c())
        && (from.h() == 1 || from.h() == to.h())
        && (from.w() == 1 || from.w() == to.w());
  }

  private static float[] spread(Layout from, Layout to, float[] values) {
    Layout dense = Layout.packed(0, 0, from.n(), from.c(), from.h(), from.w());
    return mapped(
        to.count(),
        i -> {
          int w = i % to.w() % from.w();
          int h = i / to.w() % to.h() % from.h();
          int c = i / to.w() / to.h() % to.c() % from.c();
          int n = i / to.w() / to.h() / to.c() % from.n();
          return values[dense.place(n, c, h, w)];
        });
  }

  /**
   * Softmax over channels (mode 1) or over everything of an image (mode 0); algorithm 2 is its log.
   */
  public static int softmax(
      EmulatedDevice device,
      cudnnHandle handle,
      int algorithm,
      int mode,
      Pointer alpha,
      Operand x,
      Pointer beta,
      Operand y) {
    Layout layout = x.layout(device);
    if (layout == null || !sameExtents(device, x, y) || algorithm < 0 || algorithm > 2) {
      return CudnnStatus.BAD_PARAM;
    }
    int inner = mode == 1 ? layout.h() * layout.w() : 1;
    int over = mode == 1 ? layout.c() : layout.c() * layout.h() * layout.w();
    return enqueue(
        device,
        handle,
        "cuDNN softmax",
        alpha,
        beta,
        List.of(x),
        y,
        v -> softmax(v[0], over, inner, algorithm == 2));
  }

  private static float[] softmax(float[] x, int over, int inner, boolean log) {
    float[] y = new float[x.length];
    for (int start = 0; start < x.length; start += over * inner) {
      for (int i = start; i < start + inner; i++) {
        float most = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < over; k++) {
          most = Math.max(most, x[i + k * inner]);
        }
        double sum = 0;
        for (int k = 0; k < over; k++) {
          sum += Math.exp(x[i + k * inner] - most);
        }
        for (int k = 0; k < over; k++) {
          double exponent = x[i + k * inner] - most;
          y[i + k * inner] = (float) (log ? exponent - Math.log(sum) : Math.exp(exponent) / sum);
        }
      }
    }
    return y;
  }
}
