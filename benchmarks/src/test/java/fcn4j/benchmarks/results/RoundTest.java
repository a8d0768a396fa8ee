package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds at different speeds of the machine give the time at its best speed. */
class RoundTest {
  private static final List<Double> FIVE = List.of(50.0, 10.0, 20.0, 40.0, 30.0);

  @Test
  void quantilesLieOnTheLineBetweenTwoValues() {
    assertThat(Quantiles.lowerQuartile(FIVE)).isEqualTo(20);
    assertThat(Quantiles.lowerDecile(FIVE)).isCloseTo(14, within(1e-9));
    assertThat(Quantiles.lowerQuartile(List.of(3.0, 1.0))).isCloseTo(1.5, within(1e-9));
    assertThat(Quantiles.lowerDecile(List.of(7.0))).isEqualTo(7);
    assertThatThrownBy(() -> Quantiles.lowerQuartile(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRoundHasTheQuartilesOfCallAndProbe() {
    Round round = Round.of(FIVE, List.of(3.0, 2.0, 2.5, 9.0, 8.0), 2.0);

    assertThat(round).isEqualTo(new Round(5, 20, 2.5, 0.8));
    assertThat(round.disturbed()).isTrue();
    assertThat(round.bestProbeMillis()).isCloseTo(2, within(1e-9));
    assertThat(Round.of(FIVE, List.of(2.1), 2.0).disturbed()).isFalse();
  }

  @Test
  void withoutAProbeTheSpeedIsOne() {
    assertThat(Round.of(FIVE, List.of(), 2.0)).isEqualTo(new Round(5, 20, null, 1));
    assertThat(Round.of(FIVE, List.of(2.0), null).speed()).isEqualTo(1);
  }

  /** The machine ran at full, at half and at four fifths of its speed; a call takes 10 ms. */
  @Test
  void theSteadyTimeIsThatAtTheBestSpeed() {
    List<Round> rounds =
        List.of(
            new Round(3, 10, 1.0, 1), new Round(3, 20, 2.0, 0.5), new Round(3, 12.5, 1.25, 0.8));

    assertThat(Round.steady(rounds.stream().map(Round::millis).toList(), rounds))
        .isCloseTo(10, within(1e-9));
    assertThat(Round.steady(List.of(4.0, 20.0, 6.0), rounds)).isCloseTo(4.8, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,1", "1,0,1,1", "1,1,0,1", "1,1,1,0", "1,1,1,NaN"})
  void aRoundWithoutATimeIsRefused(int iterations, double millis, double probe, double speed) {
    assertThatThrownBy(() -> new Round(iterations, millis, probe, speed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a positive number");
  }
}
