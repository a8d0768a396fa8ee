package fcn4j.op;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            Thread.ofPlatform().daemon().name("fcn4j-" + name + "-", 1).factory());
  }

  /** Number of threads. */
  public int threads() {
    return scratches.size();
  }

  /**
   * Runs the tasks 0..count-1 and returns when all are done; an exception of a task is thrown. A
   * helper that has not begun by then is not waited for: small work is often over before another
   * thread has woken.
   */
  public void run(int count, Task<S> task) {
    Job<S> job = new Job<>(count, task);
    for (int i = 1; i < Math.min(scratches.size(), count); i++) {
      S scratch = scratches.get(i);
      pool.execute(() -> job.help(scratch));
    }
    job.lead(scratches.getFirst());
  }

  /** Cuts 0..count-1 into ranges and runs them. */
  public void ranges(int count, Range range) {
    int tasks = Math.ceilDiv(count, RANGE);
    run(tasks, (index, scratch) -> range.run(index * RANGE, Math.min(count, (index + 1) * RANGE)));
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /** Tasks, and the threads that are at them. */
  private static final class Job<S> {
    /** Looks for the last helper before the caller sleeps: less time than waking it would take. */
    private static final int LOOKS = 1000;

    private final int count;
    private final Task<S> task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();

    /** Threads at work, the caller among them; who comes when it is 0 comes too late. */
    private final AtomicInteger working = new AtomicInteger(1);

    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

    Job(int count, Task<S> task) {
      this.count = count;
      this.task = task;
    }

    void lead(S scratch) {
      drain(scratch);
      leave();
      for (int looks = 0; working.get() > 0; looks++) {
        if (looks < LOOKS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      switch (thrown.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException("computing failed", e);
      }
    }

    void help(S scratch) {
      if (enter()) {
        drain(scratch);
        leave();
      }
    }

    private boolean enter() {
      int others = working.get();
      while (others > 0 && !working.compareAndSet(others, others + 1)) {
        others = working.get();
      }
      return others > 0;
    }

    private void leave() {
      if (working.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }

    /** What goes wrong ends the job: the tasks that nobody has begun are left. */
    private void drain(S scratch) {
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          task.run(i, scratch);
        }
      } catch (Throwable e) {
        thrown.compareAndSet(null, e);
        next.set(count);
      }
    }
  }
}
