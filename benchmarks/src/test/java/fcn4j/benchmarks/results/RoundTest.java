package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round tells its shortest call, and how fast the machine was. */
class RoundTest {
  private static final List<Double> FIVE = List.of(50.0, 10.0, 20.0, 40.0, 30.0);

  @Test
  void aRoundHasTheShortestCallAndTheLeastProbe() {
    Round round = Round.of(FIVE, List.of(3.0, 2.0, 2.5, 9.0, 8.0), 1.9);

    assertThat(round).isEqualTo(new Round(5, 10, 2.0, 0.95));
    assertThat(round.disturbed()).isTrue();
    assertThat(round.bestProbeMillis()).isCloseTo(1.9, within(1e-9));
    assertThat(Round.of(FIVE, List.of(2.04, 9.0), 2.0).disturbed()).isFalse();
  }

  @Test
  void withoutAProbeTheSpeedIsOne() {
    assertThat(Round.of(FIVE, List.of(), 2.0)).isEqualTo(new Round(5, 10, null, 1));
    assertThat(Round.of(FIVE, List.of(2.0), null).speed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,1", "1,0,1,1", "1,1,0,1", "1,1,1,0", "1,1,1,NaN"})
  void aRoundWithoutATimeIsRefused(int iterations, double millis, double probe, double speed) {
    assertThatThrownBy(() -> new Round(iterations, millis, probe, speed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a positive number");
  }
}
