package fcn4j.onednn;

import java.util.Arrays;

/**
 * Scores of some pixels in a work array, a plane a class: class c's score of pixel p at {@code c *
 * pixels + p}. Loops over the pixels are long where those over the classes are short.
 */
final class ClassPlanes {
  /** Above every class. */
  private static final float NO_CLASS = 256;

  /** Its square times the smallest difference of two floats is above {@link #NO_CLASS}. */
  private static final float HUGE = 0x1p127f;

  private ClassPlanes() {}

  /** From pixel after pixel to class after class. */
  static void split(float[] row, int pixels, int classes, float[] planes) {
    for (int c = 0; c < classes; c++) {
      int to = c * pixels;
      for (int p = 0; p < pixels; p++) {
        planes[to + p] = row[p * classes + c];
      }
    }
  }

  /** From class after class to pixel after pixel. */
  static void join(float[] planes, int pixels, int classes, float[] row) {
    for (int c = 0; c < classes; c++) {
      int from = c * pixels;
      for (int p = 0; p < pixels; p++) {
        row[p * classes + c] = planes[from + p];
      }
    }
  }

  /** The largest score of each pixel. */
  static void largest(float[] planes, int pixels, int classes, float[] largest) {
    System.arraycopy(planes, 0, largest, 0, pixels);
    for (int c = 1; c < classes; c++) {
      int plane = c * pixels;
      for (int p = 0; p < pixels; p++) {
        largest[p] = Math.max(largest[p], planes[plane + p]);
      }
    }
  }

  /**
   * The lowest class with the largest score of each pixel, as a float.
   *
   * @param largest a work array of at least {@code pixels}
   */
  static void first(float[] planes, int pixels, int classes, float[] largest, float[] first) {
    largest(planes, pixels, classes, largest);
    Arrays.fill(first, 0, pixels, NO_CLASS);
    for (int c = 0; c < classes; c++) {
      int plane = c * pixels;
      float number = c;
      for (int p = 0; p < pixels; p++) {
        // 0 for the largest, else at least NO_CLASS: without a branch.
        float below = (largest[p] - planes[plane + p]) * HUGE * HUGE;
        first[p] = Math.min(first[p], number + Math.min(below, NO_CLASS));
      }
    }
  }

  /**
   * Replaces scores by the exponentials of what they are above the largest, and adds these up.
   *
   * @param largest the largest score of each pixel
   * @param sums gets the sum over the classes
   */
  static void exponentials(
      float[] planes,
      int pixels,
      int classes,
      float[] largest,
      float[] sums,
      Exponential exponential) {
    Arrays.fill(sums, 0, pixels, 0);
    for (int c = 0; c < classes; c++) {
      int plane = c * pixels;
      for (int p = 0; p < pixels; p++) {
        planes[plane + p] -= largest[p];
      }
      exponential.apply(planes, plane, pixels);
      for (int p = 0; p < pixels; p++) {
        sums[p] += planes[plane + p];
      }
    }
  }

  /** Multiplies every class of a pixel by its factor. */
  static void multiply(float[] planes, int pixels, int classes, float[] factors) {
    for (int c = 0; c < classes; c++) {
      int plane = c * pixels;
      for (int p = 0; p < pixels; p++) {
        planes[plane + p] *= factors[p];
      }
    }
  }
}
