package fcn4j.benchmarks.scaling;

import fcn4j.op.Backend;
import fcn4j.op.Stopwatch;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a pass is repeated: at least so many times, and until so much time has gone by, behind
 * some that warm up unless that time is 0.
 *
 * @param least passes that are measured
 * @param seconds that they go on
 */
record Timing(int least, double seconds) {
  private static final int MOST = 200;
  private static final double WARM_SHARE = 0.2;

  /**
   * Measures.
   *
   * @param wall milliseconds of each pass by the host's clock, waiting included
   * @param device the same by the device's clock
   */
  record Times(List<Double> wall, List<Double> device) {}

  /** Repeats the pass that was done first: some times to warm up, then to be measured. */
  Times measure(Backend backend, NetRun run) {
    try (Stopwatch stopwatch = backend.stopwatch(2)) {
      long begun = System.nanoTime();
      while (seconds(begun) < WARM_SHARE * seconds) {
        run.again(stopwatch);
      }
      List<Double> wall = new ArrayList<>();
      List<Double> device = new ArrayList<>();
      begun = System.nanoTime();
      while (wall.size() < least || wall.size() < MOST && seconds(begun) < seconds) {
        long start = System.nanoTime();
        device.add(run.again(stopwatch));
        wall.add(1000 * seconds(start));
      }
      return new Times(wall, device);
    }
  }

  private static double seconds(long begun) {
    return 1e-9 * (System.nanoTime() - begun);
  }

  /** Seconds that measuring a pass of so many milliseconds takes, with what prepares it. */
  double expectedSeconds(double millis) {
    return Math.max((1 + WARM_SHARE) * seconds, (least + 2) * millis / 1000) + 1.5;
  }
}
