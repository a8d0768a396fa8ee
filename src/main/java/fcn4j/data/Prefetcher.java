package fcn4j.data;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Loads numbered items ahead of their use, in order, on one thread of its own.
 *
 * <p>At most {@code capacity} finished items wait. A fault while loading item k is handed over in
 * its place, after all items before it. One thread takes items; closing stops the loader and waits
 * for it.
 */
public final class Prefetcher<T> implements AutoCloseable {
  private final BlockingQueue<Outcome<T>> ready;
  private final Thread loader;
  private @Nullable Throwable fault;
  private boolean closed;

  /** An item, or what kept it from being one. */
  private sealed interface Outcome<T> {
    record Loaded<T>(T item) implements Outcome<T> {}

    record Failed<T>(Throwable fault) implements Outcome<T> {}
  }

  /**
   * Starts loading.
   *
   * @param load makes item number i; called on the loader's thread alone
   * @param first number of the first item
   * @param capacity how many finished items may wait, at least 1
   */
  public Prefetcher(LongFunction<T> load, long first, int capacity) {
    this.ready = new ArrayBlockingQueue<>(capacity);
    this.loader = Thread.ofPlatform().daemon().name("fcn4j-prefetch").start(() -> run(load, first));
  }

  private void run(LongFunction<T> load, long first) {
    try {
      for (long number = first; !Thread.currentThread().isInterrupted(); number++) {
        Outcome<T> outcome = outcome(load, number);
        ready.put(outcome);
        if (outcome instanceof Outcome.Failed) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Errors are caught too: an exhausted heap must reach the thread that waits for the item. */
  private static <T> Outcome<T> outcome(LongFunction<T> load, long number) {
    try {
      return new Outcome.Loaded<>(load.apply(number));
    } catch (RuntimeException | Error e) {
      return new Outcome.Failed<>(e);
    }
  }

  /**
   * The next item; waits until it is loaded.
   *
   * @throws DataException or whatever kept the item from being loaded; every later call throws the
   *     same
   * @throws IllegalStateException if the prefetcher is closed
   */
  public T next() {
    rethrowFault();
    if (closed) {
      throw new IllegalStateException("the prefetcher is closed");
    }
    try {
      return switch (ready.take()) {
        case Outcome.Loaded<T> loaded -> loaded.item();
        case Outcome.Failed<T> failed -> {
          fault = failed.fault();
          rethrowFault();
          throw new AssertionError("a fault was not rethrown", failed.fault());
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted while waiting for a sample", e);
    }
  }

  private void rethrowFault() {
    switch (fault) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("loaders throw no checked exceptions", fault);
    }
  }

  /** Stops the loader and waits until it has ended; items that wait are dropped. */
  @Override
  public void close() {
    closed = true;
    loader.interrupt();
    boolean interrupted = false;
    while (loader.isAlive()) {
      try {
        loader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    ready.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
