package fcn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ring passes its turn through every thread; nobody asks what one thread of many does. */
class HandoverTest {
  @Test
  void aRingTakesTime() {
    int processors = Runtime.getRuntime().availableProcessors();
    double nanos = Handover.nanos(processors);

    if (processors == 1) {
      assertThat(nanos).isNaN();
    } else {
      assertThat(nanos).isPositive().isFinite();
    }
  }

  @Test
  void thereIsNoneOfOneThreadOrOfSomeOfMany() {
    assertThat(Handover.nanos(0)).isNaN();
    assertThat(Handover.nanos(1)).isNaN();
    assertThat(Handover.nanos(Runtime.getRuntime().availableProcessors() + 1)).isNaN();
  }
}
