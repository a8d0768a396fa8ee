package fcn4j.profile;

import fcn4j.op.Backend;
import fcn4j.op.Probe;
import fcn4j.op.Stopwatch;

/**
 * Gives a device that works behind the host's back something to do first, so that it never waits
 * for the host between two marks: else small nodes would take the time of their launch. Owns the
 * work.
 */
final class HeadStart implements AutoCloseable {
  private static final long COPY_BYTES = 1L << 26;
  private static final int MOST_COPIES = 2000;

  /** How much longer than the host the device shall be busy. */
  private static final double MARGIN = 1.5;

  /** A host that returns in a smaller part of the device's time does not wait for it. */
  private static final double SMALL_PART = 0.5;

  private final Probe copy;
  private final double copyMillis;
  private final boolean asynchronous;

  HeadStart(Backend backend) {
    copy = backend.copy(COPY_BYTES);
    try (Stopwatch stopwatch = backend.stopwatch(2)) {
      copy.run();
      backend.synchronize();
      stopwatch.mark(0);
      long start = System.nanoTime();
      copy.run();
      double hostMillis = (System.nanoTime() - start) / 1e6;
      stopwatch.mark(1);
      copyMillis = stopwatch.millis(0, 1);
      asynchronous = hostMillis < SMALL_PART * copyMillis;
    }
    if (!asynchronous) {
      copy.close();
    }
  }

  /** Enqueues work that takes longer than the host's, if the device does not wait for the host. */
  void give(double hostMillis) {
    if (asynchronous) {
      double copies = Math.ceil(MARGIN * hostMillis / copyMillis);
      for (int i = 0; i < Math.min(copies, MOST_COPIES); i++) {
        copy.run();
      }
    }
  }

  @Override
  public void close() {
    copy.close();
  }
}
