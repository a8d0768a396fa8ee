package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Three rounds that agree tell the time, if the machine was calm in as many. */
class SteadyTest {
  @Test
  void theThreeLeastDecide() {
    Steady steady = Steady.of(calm(20.0, 10.3, 13.0, 10.0, 10.1));

    assertThat(steady.millis()).isCloseTo(30.4 / 3, within(1e-9));
    assertThat(steady.spread()).isCloseTo(0.03, within(1e-9));
    assertThat(steady.settled()).isTrue();
  }

  /** One lucky round does not make a time. */
  @Test
  void threeThatDifferDoNotSettle() {
    Steady steady = Steady.of(calm(10.0, 8.0, 10.1));

    assertThat(steady.millis()).isCloseTo(28.1 / 3, within(1e-9));
    assertThat(steady.settled()).isFalse();
    assertThat(Steady.of(calm(100.0, 103.9, 102.0)).settled()).isTrue();
    assertThat(Steady.of(calm(100.0, 104.1, 102.0)).settled()).isFalse();
  }

  @Test
  void twoAreTooFew() {
    assertThat(Steady.of(calm(10.0, 10.2)))
        .isEqualTo(new Steady((10.0 + 10.2) / 2, 10.2 / 10 - 1, 2));
    assertThat(Steady.of(calm(10.0, 10.2)).settled()).isFalse();
    assertThat(Steady.of(calm(10.0))).isEqualTo(new Steady(10, 0, 1));
    assertThatThrownBy(() -> Steady.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  /** What disturbs for minutes can agree with itself. */
  @Test
  void roundsThatWereDisturbedTogetherDoNotSettle() {
    List<Round> rounds = new ArrayList<>(calm(10.0, 10.1));
    rounds.add(new Round(3, 10.2, null, 1.1, null));

    assertThat(Steady.of(rounds).spread()).isCloseTo(0.02, within(1e-9));
    assertThat(Steady.of(rounds).calm()).isEqualTo(2);
    assertThat(Steady.of(rounds).settled()).isFalse();
    rounds.addAll(calm(12.0));
    assertThat(Steady.of(rounds).settled()).isTrue();
  }

  /** The rounds of the other placement are neither part of the time nor of what agrees. */
  @Test
  void roundsWithThreadsApartDoNotCount() {
    List<Round> rounds =
        new ArrayList<>(List.of(placed(8.0, 158.0), placed(10.0, 26.0), placed(20.0, 151.0)));

    assertThat(Steady.of(rounds)).isEqualTo(new Steady(10, 0, 1));
    rounds.add(placed(10.2, 30.0));
    rounds.add(placed(10.1, 25.0));
    assertThat(Steady.of(rounds).millis()).isCloseTo(10.1, within(1e-9));
    assertThat(Steady.of(rounds).settled()).isTrue();
    Measurement measured = measured("mixed", rounds);
    assertThat(measured.roundsApart()).isEqualTo(2);
    assertThat(measured.lastRoundApart()).isFalse();
    assertThat(measured.handoverNanos()).isEqualTo(25);
    assertThat(measured("apart", rounds.reversed()).lastRoundApart()).isTrue();
  }

  /** Where threads are always apart, that is how the machine is. */
  @Test
  void roundsWithThreadsAlwaysApartCount() {
    List<Round> rounds = List.of(placed(8.0, 158.0), placed(8.1, 151.0), placed(8.2, 220.0));

    assertThat(Steady.of(rounds).settled()).isTrue();
    assertThat(measured("apart", rounds).roundsApart()).isZero();
  }

  private static Round placed(double millis, double handoverNanos) {
    return new Round(3, millis, null, 1.0, handoverNanos);
  }

  @Test
  void theTimeIsTheMeanOfTheThreeLeast() {
    assertThat(Steady.of(calm(5.0, 3.0, 9.0, 7.0)).millis()).isEqualTo(5);
    assertThat(Steady.of(calm(5.0, 3.0)).millis()).isEqualTo(4);
  }

  /** Rounds apart count no more by the device's clock than by the wall's. */
  @Test
  void theDevicesTimeIsOfTheSameRounds() {
    List<Round> rounds =
        List.of(
            onDevice(5.0, 27.0),
            onDevice(3.0, 25.0),
            onDevice(1.0, 150.0),
            onDevice(9.0, 26.0),
            onDevice(7.0, 24.0));

    assertThat(Steady.deviceMillis(rounds)).isEqualTo(5);
    assertThat(Steady.deviceMillis(List.of(placed(8.0, 24.0)))).isNull();
  }

  private static Round onDevice(double deviceMillis, double handoverNanos) {
    return new Round(3, 10, deviceMillis, 1.0, handoverNanos);
  }

  private static List<Round> calm(Double... rounds) {
    return Arrays.stream(rounds).map(millis -> new Round(3, millis, null, 1.0, null)).toList();
  }

  /** A measurement whose rounds alone matter. */
  static Measurement measured(String name, List<Round> rounds) {
    return new Measurement(
        "convolution",
        name,
        "forward",
        "onednn",
        "fp32",
        "500x500",
        1,
        2,
        10,
        10,
        List.of(10.0),
        null,
        null,
        null,
        null,
        Map.of(),
        rounds);
  }

  @Test
  void whatDidNotSettleIsNamed() {
    Measurement good = measured("good", calm(10.0, 10.1, 10.2));
    Measurement bad = measured("bad", calm(10.0, 11.0, 12.0, 20.0));
    Measurement once = measured("once", calm(10.0));

    assertThat(Settled.of(List.of(once)).text()).isEmpty();
    assertThat(Settled.of(List.of(once)).summary()).isEmpty();
    assertThat(Settled.of(List.of(good)).summary()).endsWith("differ by no more than 4 %.\n");
    assertThat(Settled.of(List.of(good, bad)).summary())
        .startsWith("1 of 2 settled: ")
        .endsWith(" Those of the others differ by up to 20.0 %.\n");
    assertThat(Settled.of(List.of(good, once)).text())
        .isEqualTo(
            "1 of 1 settled: at least 3 rounds undisturbed, and the 3 least times differ by no more than 4 %.\n");
    assertThat(Settled.of(List.of(good, bad)).text())
        .startsWith("1 of 2 settled: ")
        .endsWith(" Not settled: bad forward fp32 500x500 (20.0 %, 4 of 4 rounds undisturbed).\n");
  }
}
