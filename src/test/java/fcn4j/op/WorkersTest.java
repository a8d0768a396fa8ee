package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import fcn4j.tensor.Background;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private static Workers<int[]> workers(int threads) {
    return new Workers<>(threads, "test", () -> new int[1]);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyTaskIsRunOnceByHoweverManyThreads() {
    for (int threads = 1; threads <= 5; threads++) {
      try (Workers<int[]> workers = workers(threads)) {
        for (int count : new int[] {0, 1, 2, 3, 1000}) {
          int[] done = new int[count];
          workers.run(count, (index, own) -> done[index]++);
          assertThat(done).isEqualTo(IntStream.generate(() -> 1).limit(count).toArray());
        }
      }
    }
  }

  /** A thread's own is never another's at the same time, though jobs follow each other closely. */
  @Test
  void threadsDoNotShareWhatIsTheirOwn() {
    AtomicInteger made = new AtomicInteger();
    try (Workers<AtomicInteger> workers =
        new Workers<>(
            4,
            "test",
            () -> {
              made.incrementAndGet();
              return new AtomicInteger();
            })) {
      AtomicInteger shared = new AtomicInteger();
      for (int job = 0; job < 2000; job++) {
        workers.run(
            8,
            (index, own) -> {
              if (own.incrementAndGet() != 1) {
                shared.incrementAndGet();
              }
              own.decrementAndGet();
            });
      }
      assertThat(shared).hasValue(0);
      assertThat(made).hasValue(4);
    }
  }

  @Test
  void allThreadsTakePart() {
    try (Workers<int[]> workers = workers(3)) {
      CountDownLatch all = new CountDownLatch(3);
      workers.run(
          3,
          (index, own) -> {
            all.countDown();
            await(all);
          });
      assertThat(all.getCount()).isZero();
    }
  }

  /** The only helper is held by other work: what it can't begin is done without it. */
  @Test
  void aHelperThatHasNotBegunIsNotWaitedFor() {
    CountDownLatch busy = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        Workers<int[]> workers = workers(2)) {
      Future<?> held =
          other.submit(() ->
              workers.run(
                  2,
                  (index, own) -> {
                    busy.countDown();
                    await(release);
                  }));
      await(busy);
      int[] done = new int[100];
      workers.run(100, (index, own) -> done[index]++);
      assertThat(done).containsOnly(1);
      assertThat(held.isDone()).isFalse();
      release.countDown();
      Background.await(held, "held");
      int[] again = new int[100];
      workers.run(100, (index, own) -> again[index]++);
      assertThat(again).containsOnly(1);
    }
  }

  @Test
  void aHelperThatHasBegunIsWaitedFor() {
    try (Workers<int[]> workers = workers(2)) {
      Thread caller = Thread.currentThread();
      CountDownLatch begun = new CountDownLatch(2);
      AtomicInteger ended = new AtomicInteger();
      workers.run(
          2,
          (index, own) -> {
            begun.countDown();
            await(begun);
            if (Thread.currentThread() != caller) {
              while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
            }
            ended.incrementAndGet();
          });
      assertThat(ended).hasValue(2);
    }
  }

  @Test
  void anExceptionOfAHelperReachesTheCaller() {
    try (Workers<int[]> workers = workers(2)) {
      Thread caller = Thread.currentThread();
      CountDownLatch begun = new CountDownLatch(2);
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              workers.run(
                  2,
                  (index, own) -> {
                    begun.countDown();
                    await(begun);
                    if (Thread.currentThread() != caller) {
                      throw new IllegalArgumentException("of a helper");
                    }
                  }))
          .withMessage("of a helper");
      int[] done = new int[100];
      workers.run(100, (index, own) -> done[index]++);
      assertThat(done).containsOnly(1);
    }
  }

  @Test
  void anExceptionOfTheCallersTaskIsThrown() {
    for (int threads : new int[] {1, 2}) {
      try (Workers<int[]> workers = workers(threads)) {
        AtomicInteger done = new AtomicInteger();
        assertThatIllegalArgumentException()
            .isThrownBy(() ->
                workers.run(
                    1000,
                    (index, own) -> {
                      if (index == 7) {
                        throw new IllegalArgumentException("task 7");
                      }
                      done.incrementAndGet();
                    }))
            .withMessage("task 7");
        if (threads == 1) {
          assertThat(done).hasValue(7);
        }
      }
    }
  }

  /** Otherwise its work would go on in memory that may be closed. */
  @Test
  void anInterruptedCallerStillWaitsAndStaysInterrupted() {
    try (Workers<int[]> workers = workers(2)) {
      Thread caller = Thread.currentThread();
      AtomicInteger helpers = new AtomicInteger();
      AtomicInteger done = new AtomicInteger();
      workers.run(
          2,
          (index, own) -> {
            if (Thread.currentThread() == caller) {
              while (helpers.get() == 0) {
                Thread.onSpinWait();
              }
              caller.interrupt();
            } else {
              helpers.incrementAndGet();
              while (!caller.isInterrupted()) {
                Thread.onSpinWait();
              }
            }
            done.incrementAndGet();
          });
      assertThat(done).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
