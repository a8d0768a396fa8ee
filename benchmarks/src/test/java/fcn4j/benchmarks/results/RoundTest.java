package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round tells its shortest call and the least time of the speed probe. */
class RoundTest {
  private static final List<Double> FIVE = List.of(50.0, 10.0, 20.0, 40.0, 30.0);

  @Test
  void aRoundHasTheShortestCallAndTheLeastProbe() {
    assertThat(Round.of(FIVE, List.of(3.0, 2.0, 2.5, 9.0, 8.0))).isEqualTo(new Round(5, 10, 2.0));
    assertThat(Round.of(FIVE, List.of())).isEqualTo(new Round(5, 10, null));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,NaN,1", "1,1,0", "1,1,NaN"})
  void aRoundWithoutATimeIsRefused(int iterations, double millis, double probe) {
    assertThatThrownBy(() -> new Round(iterations, millis, probe))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a positive number");
  }
}
