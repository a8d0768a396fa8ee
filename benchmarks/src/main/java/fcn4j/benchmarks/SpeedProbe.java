package fcn4j.benchmarks;

import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnException;
import fcn4j.op.Probe;
import fcn4j.tensor.Background;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * How fast the processor is just now: the time of a small matrix product, which is always the same
 * work. The least of many tells the clock: where a machine's other users keep it lower by some per
 * cent for minutes, they take much of the caches and of the memory too, and the benchmark's own
 * times can't tell that from a change of the benchmark. Has 3 MB of its own, and lives as long as
 * the JVM, which measures one benchmark.
 */
final class SpeedProbe {
  private static final int EXTENT = 512;
  private static final int RUNS = 8;

  private static @Nullable SpeedProbe open;

  private final int threads;
  private final OnednnBackend backend;
  private final Probe product;

  private SpeedProbe(int threads) {
    this.threads = threads;
    backend = new OnednnBackend(threads);
    product = backend.matrixProduct(EXTENT);
    product.run();
    product.verify();
  }

  /** That of so many threads; null where oneDNN can't be loaded. */
  static synchronized @Nullable SpeedProbe of(int threads) {
    if (open != null && open.threads == threads) {
      return open;
    }
    if (open != null) {
      // Benchmarks with other threads follow each other only where they share a JVM.
      open.product.close();
      open.backend.close();
    }
    try {
      open = aside(() -> new SpeedProbe(threads));
    } catch (OnednnException e) {
      open = null;
    }
    return open;
  }

  /**
   * Milliseconds of a product now: the least of a few, behind one that fills the caches.
   *
   * <p>On a thread of its own, which ends: OpenMP keeps a team for every thread that has ever
   * called it, and where teams have more threads than the machine its threads hardly spin before
   * they sleep, so that all that oneDNN does in the benchmark would have to wake them.
   */
  double millis() {
    return 1e-6 * aside(this::leastNanos);
  }

  private static <T> T aside(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("fcn4j-speed-probe").start(task);
    return Background.await(task, "probing the speed");
  }

  private long leastNanos() {
    product.run();
    long least = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long begun = System.nanoTime();
      product.run();
      least = Math.min(least, System.nanoTime() - begun);
    }
    return least;
  }
}
