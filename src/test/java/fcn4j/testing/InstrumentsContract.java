package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.Probe;
import fcn4j.op.Stopwatch;
import fcn4j.tensor.ElementType;

/** What a backend's measuring instruments must do. */
public final class InstrumentsContract {
  private InstrumentsContract() {}

  /**
   * Checks all of them.
   *
   * @param factorBytes what an element of a product's factors takes, at least
   * @param resultBytes what an element of the product takes
   */
  public static void check(Backend backend, long factorBytes, long resultBytes) {
    checkStopwatch(backend);
    for (int extent : new int[] {1, 5, 33, 96}) {
      checkProduct(backend, extent, extent * (long) extent * (2 * factorBytes + resultBytes));
    }
    long element = backend.bytes(ElementType.FLOAT32, 1);
    for (long elements : new long[] {1, 1000, 300_001}) {
      checkCopy(backend, elements * element);
    }
    checkPeak(backend);
  }

  private static void checkStopwatch(Backend backend) {
    try (Stopwatch stopwatch = backend.stopwatch(4);
        Probe work = backend.matrixProduct(32)) {
      for (int round = 0; round < 2; round++) {
        stopwatch.mark(0);
        work.run();
        stopwatch.mark(1);
        work.run();
        stopwatch.mark(2);
        double whole = stopwatch.millis(0, 2);
        assertThat(stopwatch.millis(0, 1)).isNotNegative();
        assertThat(stopwatch.millis(1, 2)).isNotNegative();
        assertThat(stopwatch.millis(0, 1) + stopwatch.millis(1, 2))
            .as("parts of the time")
            .isEqualTo(whole, within(1e-2 + 1e-4 * whole));
      }
      assertThatThrownBy(() -> stopwatch.millis(0, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("mark 3 was never set");
      assertThatThrownBy(() -> stopwatch.mark(4)).isInstanceOf(IndexOutOfBoundsException.class);
      stopwatch.close();
      assertThatThrownBy(() -> stopwatch.millis(0, 1)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static void checkProduct(Backend backend, int extent, long bytes) {
    try (Probe product = backend.matrixProduct(extent)) {
      product.run();
      product.verify();
      product.run();
      product.verify();
      assertThat(product.multiplyAdds()).isEqualTo((long) extent * extent * extent);
      assertThat(product.bytes()).isEqualTo(bytes);
      product.close();
    }
  }

  private static void checkCopy(Backend backend, long bytes) {
    try (Probe copy = backend.copy(bytes)) {
      copy.run();
      copy.verify();
      assertThat(copy.multiplyAdds()).isZero();
      assertThat(copy.bytes()).isEqualTo(2 * bytes);
      copy.close();
    }
  }

  private static void checkPeak(Backend backend) {
    backend.resetPeakBytes();
    long before = backend.peakBytes();
    Memory first = backend.allocate("first", 4096);
    first.close();
    first.close();
    try (Memory second = backend.allocate("second", 1024);
        Memory third = backend.allocate("third", 2048)) {
      assertThat(second.bytes() + third.bytes()).isEqualTo(3072);
      assertThat(backend.peakBytes()).isEqualTo(before + 4096);
      backend.resetPeakBytes();
      assertThat(backend.peakBytes()).isEqualTo(before + 3072);
    }
    assertThat(backend.peakBytes()).isEqualTo(before + 3072);
    backend.resetPeakBytes();
    assertThat(backend.peakBytes()).isEqualTo(before);
  }
}
