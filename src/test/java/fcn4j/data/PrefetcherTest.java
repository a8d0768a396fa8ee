package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PrefetcherTest {
  @Test
  void itemsComeInOrderFromTheFirstNumber() {
    try (Prefetcher<String> items = new Prefetcher<>(number -> "item " + number, 7, 2)) {
      for (int i = 7; i < 100; i++) {
        assertThat(items.next()).isEqualTo("item " + i);
      }
    }
  }

  @Test
  void noMoreThanTheCapacityIsLoadedAhead() throws InterruptedException {
    AtomicLong loaded = new AtomicLong();
    CountDownLatch fourth = new CountDownLatch(4);
    try (Prefetcher<Long> items =
        new Prefetcher<>(
            number -> {
              loaded.incrementAndGet();
              fourth.countDown();
              return number;
            },
            0,
            2)) {
      assertThat(items.next()).isZero();
      fourth.await();
      assertThat(items.next()).isEqualTo(1);
      assertThat(loaded.get()).isBetween(4L, 5L);
    }
  }

  @Test
  void aFaultComesInItsPlaceAndStays() {
    DataException fault = new DataException("photo.jpg is damaged");
    try (Prefetcher<Long> items =
        new Prefetcher<>(
            number -> {
              if (number == 2) {
                throw fault;
              }
              return number;
            },
            0,
            4)) {
      assertThat(items.next()).isZero();
      assertThat(items.next()).isEqualTo(1);
      assertThatThrownBy(items::next).isSameAs(fault);
      assertThatThrownBy(items::next).isSameAs(fault);
    }
  }

  @Test
  void errorsReachTheConsumerToo() {
    OutOfMemoryError fault = new OutOfMemoryError("as if");
    try (Prefetcher<Long> items =
        new Prefetcher<>(
            number -> {
              throw fault;
            },
            0,
            1)) {
      assertThatThrownBy(items::next).isSameAs(fault);
    }
  }

  @Test
  void closingEndsALoaderThatWaitsAndRefusesMore() {
    Prefetcher<Long> items = new Prefetcher<>(number -> number, 0, 1);
    assertThat(items.next()).isZero();
    items.close();
    items.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("fcn4j-prefetch");
    assertThatThrownBy(items::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
