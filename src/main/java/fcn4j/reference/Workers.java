package fcn4j.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a backend. How work is cut into tasks never depends on how many there are, and no
 * two tasks write the same element, so that results do not depend on the number of threads.
 */
final class Workers implements AutoCloseable {
  /** Elements of an element-wise task. */
  private static final int RANGE = 1 << 15;

  /** A piece of work. */
  interface Task {
    void run(int index, Scratch scratch);
  }

  /** A piece of element-wise work. */
  interface Range {
    void run(int from, int to);
  }

  private final ExecutorService pool;
  private final List<Scratch> scratches = new ArrayList<>();

  /**
   * Starts the threads; the caller's is one of them.
   *
   * @throws IllegalArgumentException if there is to be none
   */
  Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    for (int i = 0; i < threads; i++) {
      scratches.add(new Scratch());
    }
    pool =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("fcn4j-reference-", 1).factory());
  }

  /** Number of threads. */
  int threads() {
    return scratches.size();
  }

  /** Runs the tasks 0..count-1 and waits; an exception of a task is thrown. */
  void run(int count, Task task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < Math.min(scratches.size(), count); i++) {
      Scratch scratch = scratches.get(i);
      others.add(pool.submit(() -> drain(next, count, task, scratch)));
    }
    try {
      drain(next, count, task, scratches.getFirst());
    } finally {
      next.set(count);
      others.forEach(Workers::await);
    }
  }

  /** Cuts 0..count-1 into ranges and runs them. */
  void ranges(int count, Range range) {
    int tasks = Math.ceilDiv(count, RANGE);
    run(tasks, (index, scratch) -> range.run(index * RANGE, Math.min(count, (index + 1) * RANGE)));
  }

  private static void drain(AtomicInteger next, int count, Task task, Scratch scratch) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      task.run(i, scratch);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a worker failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while computing", e);
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
