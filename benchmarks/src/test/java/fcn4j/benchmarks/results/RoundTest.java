package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round tells its shortest call and the least time of the speed probe. */
class RoundTest {
  @Test
  void aRoundHasTheShortestCallAndTheLeastProbe() {
    Iteration first = new Iteration(60, 50, 49.0, 3.0, null);
    Iteration second = new Iteration(20, 10, 9.0, 2.5, null);
    Iteration third = new Iteration(30, 20, 19.0, 2.0, null);

    assertThat(Round.of(List.of(first, second, third))).isEqualTo(new Round(3, 10, 9.0, 2.0, null));
    assertThat(Round.of(List.of(new Iteration(60, 50, null, null, null))))
        .isEqualTo(new Round(1, 50, null, null, null));
  }

  /** Be they faster or slower. */
  @Test
  void iterationsWithThreadsApartDoNotCount() {
    Iteration fast = new Iteration(10, 8, 8.0, 1.0, 150.0);
    Iteration near = new Iteration(14, 12, 12.0, 1.1, 27.0);
    Iteration nearest = new Iteration(15, 13, 13.0, 1.2, 25.0);

    assertThat(Round.of(List.of(fast, near, near, nearest)))
        .isEqualTo(new Round(2, 12, 12.0, 1.1, 25.0));
    assertThat(Round.of(List.of(fast))).isEqualTo(new Round(1, 8, 8.0, 1.0, 150.0));
  }

  /**
   * An iteration may have been with threads apart in its middle, as the next one was at its end.
   */
  @Test
  void iterationsBesideOneWithThreadsApartDoNotCountWhereThereAreOthers() {
    Iteration apart = new Iteration(10, 8, null, 1.0, 150.0);
    Iteration divided = new Iteration(11, 9, null, 1.0, 26.0);
    Iteration near = new Iteration(14, 12, null, 1.0, 25.0);
    Iteration nearToo = new Iteration(15, 13, null, 1.0, 27.0);

    assertThat(Round.of(List.of(apart, divided, near, nearToo)))
        .isEqualTo(new Round(2, 12, null, 1.0, 25.0));
    assertThat(Round.of(List.of(near, divided, apart)))
        .isEqualTo(new Round(1, 12, null, 1.0, 25.0));
    assertThat(Round.of(List.of(divided, apart))).isEqualTo(new Round(1, 9, null, 1.0, 26.0));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,NaN,1", "1,1,0", "1,1,NaN"})
  void aRoundWithoutATimeIsRefused(int iterations, double millis, double probe) {
    assertThatThrownBy(() -> new Round(iterations, millis, null, probe, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a positive number");
  }
}
