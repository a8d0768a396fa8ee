package fcn4j.emulator.library;

import static fcn4j.emulator.library.CudnnWork.enqueue;
import static fcn4j.emulator.library.CudnnWork.mapped;
import static fcn4j.emulator.library.CudnnWork.sameExtents;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.library.CudnnConvolutions.Operand;
import java.util.List;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;

/** Sums of tensors and softmax of cuDNN on device memory. */
public final class CudnnSums {
  private CudnnSums() {}

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
