package fcn4j.benchmarks.peers;

import java.time.Duration;

/**
 * Until when something may go on.
 *
 * @param endNanos on the clock of {@link System#nanoTime}
 */
record Budget(long endNanos) {

  /** From now on. */
  static Budget of(Duration duration) {
    return new Budget(System.nanoTime() + duration.toNanos());
  }

  /** What is left; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  boolean over() {
    return left().isZero();
  }

  /** A share of what is left, from now on. */
  Budget share(double share) {
    return of(Duration.ofNanos((long) (left().toNanos() * share)));
  }

  /** What is left, but at most so much. */
  Duration atMost(Duration most) {
    Duration left = left();
    return left.compareTo(most) < 0 ? left : most;
  }
}
