package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The best probe of a benchmark's rounds is the speed 1, and what is far from it was disturbed. */
class SpeedsTest {
  private static List<Round> probed(Double... probes) {
    return Arrays.stream(probes).map(probe -> new Round(3, 10, null, probe, null)).toList();
  }

  @Test
  void theBestProbeIsTheSpeedOne() {
    Speeds speeds = Speeds.of(probed(2.0, 1.9, 1.95));

    assertThat(speeds.bestProbeMillis()).isEqualTo(1.9);
    assertThat(speeds.values().getFirst()).isCloseTo(0.95, within(1e-9));
    assertThat(speeds.values().get(1)).isEqualTo(1);
    assertThat(speeds.disturbed()).isOne();
    assertThat(speeds.lastDisturbed()).isFalse();
    assertThat(Speeds.of(probed(1.0, 1.04)).lastDisturbed()).isTrue();
    assertThat(speeds.text()).contains("0.95 to 1.00, median 0.97, in 3 rounds");
  }

  @Test
  void withoutAProbeNothingIsKnown() {
    Speeds speeds = Speeds.of(List.of(new Round(3, 10, null, null, null)));

    assertThat(speeds.isEmpty()).isTrue();
    assertThat(speeds.bestProbeMillis()).isNaN();
    assertThat(speeds.disturbed()).isZero();
    assertThat(speeds.lastDisturbed()).isFalse();
    assertThat(speeds.text()).isEmpty();
  }

  /** Some benchmarks keep the clock lower by themselves. */
  @Test
  void eachBenchmarkIsJudgedByItsOwnBest() {
    Speeds speeds =
        Speeds.of(
            List.of(
                SteadyTest.measured("light", probed(1.0, 1.01)),
                SteadyTest.measured("heavy", probed(1.1, 1.1)),
                SteadyTest.measured("unknown", List.of(new Round(3, 10, null, null, null)))));

    assertThat(speeds.values()).hasSize(4).allMatch(speed -> speed > 0.98);
    assertThat(speeds.bestProbeMillis()).isEqualTo(1);
  }
}
