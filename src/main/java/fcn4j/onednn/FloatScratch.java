package fcn4j.onednn;

import org.jspecify.annotations.Nullable;

/** The work arrays of one thread; they grow to what is asked for and stay. */
final class FloatScratch {
  private float[][] rows = new float[8][0];
  private float[][] kernels = new float[0][];
  private final Exponential exponential = new Exponential();
  private final int thread;
  private @Nullable WinogradArrays winograd;

  /**
   * @param thread the thread's number, from 0
   */
  FloatScratch(int thread) {
    this.thread = thread;
  }

  /** The thread's number, from 0. */
  int thread() {
    return thread;
  }

  /** Work arrays for Winograd's transforms of so many channels. */
  WinogradArrays winograd(int floats, int channels) {
    int wanted = Math.max(floats, channels) + channels;
    WinogradArrays arrays = winograd;
    if (arrays == null || arrays.floats() < wanted) {
      arrays = new WinogradArrays(wanted);
      winograd = arrays;
    }
    return arrays;
  }

  /** A work array of at least that many elements; contents undefined. Numbers 0 to 7. */
  float[] row(int number, int floats) {
    if (rows[number].length < floats) {
      rows[number] = new float[floats];
    }
    return rows[number];
  }

  /**
   * At least so many work arrays of at least that many elements each, beside those of {@link #row}.
   */
  float[][] kernels(int count, int floats) {
    if (kernels.length < count || kernels[0].length < floats) {
      kernels = new float[count][floats];
    }
    return kernels;
  }

  /** The exponential function with its work arrays. */
  Exponential exponential() {
    return exponential;
  }
}
