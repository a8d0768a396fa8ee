package fcn4j.profile;

import fcn4j.op.Backend;
import fcn4j.op.Probe;
import fcn4j.op.Stopwatch;

/**
 * What a device was measured to do at most, with a backend's precision and threads: the best run of
 * several, behind some that warm up.
 *
 * @param teraflops 1e12 floating-point operations a second of large matrix products; a multiply-add
 *     is two
 * @param gigabytesPerSecond 1e9 bytes a second that a large copy within the device's memory reads
 *     and writes
 */
public record Ceiling(double teraflops, double gigabytesPerSecond) {
  private static final int SMALLEST_EXTENT = 256;
  private static final int LARGEST_EXTENT = 8192;
  private static final long SMALLEST_COPY_BYTES = 1L << 20;
  private static final long LARGEST_COPY_BYTES = 1L << 28;

  /** A run that takes as long is long enough, so that no larger one is tried. */
  private static final double LONG_MILLIS = 20;

  private static final int LEAST_RUNS = 5;
  private static final int MOST_RUNS = 100;
  private static final double MEASURING_MILLIS = 200;

  /**
   * Checks that both were measured.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Ceiling {
    if (!(teraflops > 0 && gigabytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "a ceiling of %s TFLOP/s and %s GB/s".formatted(teraflops, gigabytesPerSecond));
    }
  }

  /**
   * Measures a backend's device, which takes a few seconds; results are checked.
   *
   * @throws IllegalStateException if the device computes or copies wrongly
   */
  public static Ceiling measure(Backend backend) {
    try (Stopwatch stopwatch = backend.stopwatch(2)) {
      return new Ceiling(teraflops(backend, stopwatch), gigabytesPerSecond(backend, stopwatch));
    }
  }

  private static double teraflops(Backend backend, Stopwatch stopwatch) {
    double best = 0;
    double millis = 0;
    for (int extent = SMALLEST_EXTENT;
        extent <= LARGEST_EXTENT && millis < LONG_MILLIS;
        extent *= 2) {
      try (Probe probe = backend.matrixProduct(extent)) {
        millis = bestMillis(probe, stopwatch);
        best = Math.max(best, new Work(probe.multiplyAdds(), probe.bytes()).teraflops(millis));
      }
    }
    return best;
  }

  /** That of the largest copy alone: smaller ones stay in caches. */
  private static double gigabytesPerSecond(Backend backend, Stopwatch stopwatch) {
    double rate = 0;
    double millis = 0;
    for (long bytes = SMALLEST_COPY_BYTES;
        bytes <= LARGEST_COPY_BYTES && millis < LONG_MILLIS;
        bytes *= 4) {
      try (Probe probe = backend.copy(bytes)) {
        millis = bestMillis(probe, stopwatch);
        rate = new Work(0, probe.bytes()).gigabytesPerSecond(millis);
      }
    }
    return rate;
  }

  private static double bestMillis(Probe probe, Stopwatch stopwatch) {
    probe.run();
    probe.verify();
    double best = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int run = 0; run < LEAST_RUNS || run < MOST_RUNS && sum < MEASURING_MILLIS; run++) {
      stopwatch.mark(0);
      probe.run();
      stopwatch.mark(1);
      // A clock's tick at least, so that rates stay finite.
      double millis = Math.max(stopwatch.millis(0, 1), 1e-4);
      best = Math.min(best, millis);
      sum += millis;
    }
    return best;
  }
}
