package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * A window of a map in its surroundings, which are those of a smaller map, the blank one, whose
 * middle is repeated: what a net computes of an image with a wide margin, put together from what it
 * computes near the image and from what it computes of a blank picture.
 *
 * <pre>
 * y[n,c,i,j] = window[n,c,i-at_h,j-at_w]        inside the window,
 *              blank[0,c,b_h(i),b_w(j)]         elsewhere
 * b(i) = headFrom + i                           for the first {@code head} pixels,
 *        tailFrom + i - (extent - tail)         for the last {@code tail} pixels,
 *        middle                                 between them
 * </pre>
 *
 * <p>Inputs window (N,C,H,W) and blank (1,C,Hb,Wb), output (N,C,extent_h,extent_w). Where the
 * window reaches beyond the output it is cut. For inference only: there is no gradient.
 *
 * @param h rows
 * @param w columns
 */
public record Frame(Axis h, Axis w) implements Op {

  /**
   * Rows or columns of a frame.
   *
   * @param extent pixels of the output
   * @param at where the window's first pixel lies in the output; may be below 0
   * @param head pixels at the low side that run along with the blank map
   * @param headFrom the blank map's pixel at the low side
   * @param middle the blank map's pixel that is repeated
   * @param tail pixels at the high side that run along with the blank map
   * @param tailFrom the blank map's pixel at the first of these
   */
  public record Axis(
      int extent, int at, int head, int headFrom, int middle, int tail, int tailFrom) {

    /**
     * Checks the measures.
     *
     * @throws ShapeException if head and tail do not fit into the output, or a pixel is negative
     */
    public Axis {
      if (extent < 1 || head < 0 || tail < 0 || head > extent - tail) {
        throw new ShapeException(
            "Frame: a head of %d and a tail of %d do not fit into %d pixels"
                .formatted(head, tail, extent));
      }
      if (headFrom < 0 || middle < 0 || tailFrom < 0) {
        throw new ShapeException(
            "Frame: pixels of the blank map must be at least 0, got %d, %d and %d"
                .formatted(headFrom, middle, tailFrom));
      }
    }

    /** Surroundings that are one pixel of the blank map, its first, everywhere. */
    public static Axis constant(int extent, int at) {
      return new Axis(extent, at, 0, 0, 0, 0, 0);
    }

    /** The pixel of the blank map that belongs to a pixel of the output. */
    public int blank(int pixel) {
      if (pixel < head) {
        return headFrom + pixel;
      }
      int tailStart = extent - tail;
      return pixel < tailStart ? middle : tailFrom + pixel - tailStart;
    }

    private void check(String what, int blankExtent, Shape blank) {
      boolean repeats = head + tail < extent;
      int last = Math.max(head > 0 ? headFrom + head - 1 : 0, tail > 0 ? tailFrom + tail - 1 : 0);
      if (Math.max(last, repeats ? middle : 0) >= blankExtent) {
        throw new ShapeException(
            "Frame: %s %s reach beyond the blank map %s".formatted(what, this, blank));
      }
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Shape window = inputs.get(0);
    Shape blank = inputs.get(1);
    if (blank.n() != 1 || blank.c() != window.c()) {
      throw new ShapeException(
          "Frame: a window %s needs a blank map of one image and %d channels, got %s"
              .formatted(window, window.c(), blank));
    }
    h.check("rows", blank.h(), blank);
    w.check("columns", blank.w(), blank);
    return new Shape(window.n(), window.c(), h.extent(), w.extent());
  }

  @Override
  public CoordinateMap coordinates() {
    return CoordinateMap.cropped(new Extent2(-h.at(), -w.at()));
  }

  @Override
  public boolean differentiable(int input) {
    return false;
  }
}
