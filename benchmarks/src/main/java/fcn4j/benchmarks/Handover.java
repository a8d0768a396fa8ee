package fcn4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far apart the processor's threads are just now: the time after which one sees what another
 * wrote. A virtual machine's host moves its threads between cores that share their last cache and
 * cores that do not; what only moves memory is up to twice as fast in one place as in the other,
 * while products take the same time.
 */
public final class Handover {
  private static final int RUNS = 10;
  private static final int LAPS = 500;

  private Handover() {}

  /**
   * Nanoseconds from a thread to the next, of as many in a ring as the machine has: the least of a
   * few runs; not a number where there is one thread, or the machine has more than the given ones,
   * so that nobody knows where these run.
   */
  public static double nanos(int threads) {
    if (threads < 2 || threads != Runtime.getRuntime().availableProcessors()) {
      return Double.NaN;
    }
    AtomicInteger turn = new AtomicInteger();
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int place = i;
      others.add(Thread.ofPlatform().daemon().start(() -> run(turn, place, threads)));
    }
    long least = run(turn, 0, threads);
    others.forEach(Handover::await);
    return (double) least / LAPS / threads;
  }

  /** Takes the turn when it comes, again and again; nanoseconds of the fastest so many laps. */
  private static long run(AtomicInteger turn, int place, int threads) {
    long least = Long.MAX_VALUE;
    int next = place;
    for (int run = 0; run < RUNS; run++) {
      long begun = System.nanoTime();
      for (int lap = 0; lap < LAPS; lap++) {
        while (turn.getAcquire() != next) {
          // A hint to the processor that this is a loop which waits would be measured too.
        }
        turn.setRelease(next + 1);
        next += threads;
      }
      least = Math.min(least, System.nanoTime() - begun);
    }
    return least;
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
