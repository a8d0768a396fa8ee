package fcn4j.testing;

import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The windows of a pooling, pixel by pixel. */
public final class NaiveWindows {
  private NaiveWindows() {}

  /** What is done with a window. */
  public interface Window {
    /**
     * Takes a window.
     *
     * @param output index of the output element
     * @param pixels indices of the real input elements in it
     * @param padded number of positions in it that lie in the padded input
     */
    void accept(int output, List<Integer> pixels, int padded);
  }

  /** Visits the window of every output element. */
  public static void each(
      Shape in, Shape out, Extent2 kernel, Extent2 stride, Extent2 pad, Window window) {
    for (int output = 0; output < out.arrayLength(); output++) {
      int top = output / out.w() % out.h() * stride.h() - pad.h();
      int left = output % out.w() * stride.w() - pad.w();
      int plane = output / (out.h() * out.w()) * in.h() * in.w();
      List<Integer> pixels = new ArrayList<>();
      int padded = 0;
      for (int row = top; row < top + kernel.h(); row++) {
        for (int column = left; column < left + kernel.w(); column++) {
          padded += row < in.h() + pad.h() && column < in.w() + pad.w() ? 1 : 0;
          if (row >= 0 && row < in.h() && column >= 0 && column < in.w()) {
            pixels.add(plane + row * in.w() + column);
          }
        }
      }
      window.accept(output, pixels, padded);
    }
  }
}
