package fcn4j.op;

import fcn4j.tensor.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads of a backend that computes in Java. How work is cut into tasks never depends on how
 * many there are, and no two tasks write the same element, so that results do not depend on the
 * number of threads.
 *
 * @param <S> what each thread has for itself: work arrays, made once
 */
public final class Workers<S> implements AutoCloseable {
  /** Elements of an element-wise task. */
  private static final int RANGE = 1 << 15;

  /**
   * A piece of work.
   *
   * @param <S> the thread's own
   */
  @FunctionalInterface
  public interface Task<S> {
    /** Does the piece with this number. */
    void run(int index, S scratch);
  }

  /** A piece of element-wise work. */
  @FunctionalInterface
  public interface Range {
    /** Does the elements {@code from} to {@code to}-1. */
    void run(int from, int to);
  }

  private final ExecutorService pool;
  private final List<S> scratches = new ArrayList<>();

  /**
   * Threads, started when they are first needed; the caller's is one of them.
   *
   * @param name for the threads
   * @param scratch makes what each thread has for itself
   * @throws IllegalArgumentException if there is to be none
   */
  public Workers(int threads, String name, Supplier<S> scratch) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    for (int i = 0; i < threads; i++) {
      scratches.add(scratch.get());
    }
    pool =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("fcn4j-" + name + "-", 1).factory());
  }

  /** Number of threads. */
  public int threads() {
    return scratches.size();
  }

  /** Runs the tasks 0..count-1 and waits; an exception of a task is thrown. */
  public void run(int count, Task<S> task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < Math.min(scratches.size(), count); i++) {
      S scratch = scratches.get(i);
      others.add(pool.submit(() -> drain(next, count, task, scratch)));
    }
    try {
      drain(next, count, task, scratches.getFirst());
    } finally {
      next.set(count);
      others.forEach(other -> Background.await(other, "computing"));
    }
  }

  /** Cuts 0..count-1 into ranges and runs them. */
  public void ranges(int count, Range range) {
    int tasks = Math.ceilDiv(count, RANGE);
    run(tasks, (index, scratch) -> range.run(index * RANGE, Math.min(count, (index + 1) * RANGE)));
  }

  private static <S> void drain(AtomicInteger next, int count, Task<S> task, S scratch) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      task.run(i, scratch);
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
