package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateTest {
  private static final double EXACT = 1e-15;

  @Test
  void fixedNeverChanges() {
    assertThat(rate("fixed", 0)).isEqualTo(0.5);
    assertThat(rate("fixed", 1_000_000)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({"0,0.5", "9,0.5", "10,0.05", "19,0.05", "20,0.005"})
  void stepFallsAtEveryMultiple(long iteration, double expected) {
    assertThat(rate("step:gamma=0.1,stepsize=10", iteration)).isCloseTo(expected, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"0,0.5", "1,0.25", "3,0.0625"})
  void expFallsEveryIteration(long iteration, double expected) {
    assertThat(rate("exp:gamma=0.5", iteration)).isCloseTo(expected, within(EXACT));
  }

  /** (1 + 0.25 * 12)^-0.5 = 1/2; (1 + 0.25 * 60)^-0.5 = 1/4. */
  @ParameterizedTest
  @CsvSource({"0,0.5", "12,0.25", "60,0.125"})
  void invFallsByAPower(long iteration, double expected) {
    assertThat(rate("inv:gamma=0.25,power=0.5", iteration)).isCloseTo(expected, within(EXACT));
  }

  /** A step value counts from its own iteration on, as in Caffe's solver. */
  @ParameterizedTest
  @CsvSource({"0,0.5", "4,0.5", "5,0.05", "7,0.05", "8,0.005", "100,0.005"})
  void multistepFallsAtItsValues(long iteration, double expected) {
    assertThat(rate("multistep:gamma=0.1,stepvalue=5,stepvalue=8", iteration))
        .isCloseTo(expected, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"0,0.5", "50,0.125", "75,0.03125", "100,0", "101,0"})
  void polyReachesZero(long iteration, double expected) {
    assertThat(rate("poly:power=2,max_iter=100", iteration)).isCloseTo(expected, within(EXACT));
  }

  /** 1 / (1 + exp(-gamma (i - 10))): a half at 10; 1/(1+e) and 1/(1+1/e) ten steps aside. */
  @ParameterizedTest
  @CsvSource({"10,0.25", "0,0.3655292893150025", "20,0.1344707106849976"})
  void sigmoidPassesThroughAHalf(long iteration, double expected) {
    assertThat(rate("sigmoid:gamma=-0.1,stepsize=10", iteration))
        .isCloseTo(expected, within(EXACT));
  }

  static Stream<String> policies() {
    return Stream.of(
        "fixed",
        "step:gamma=0.1,stepsize=1000",
        "exp:gamma=0.999",
        "inv:gamma=1.0E-4,power=0.75",
        "multistep:gamma=0.1,stepvalue=1000,stepvalue=1500",
        "poly:power=0.9,max_iter=2000",
        "sigmoid:gamma=-0.01,stepsize=1000");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aPolicyIsReadAsItIsWritten(String text) {
    LearningRate rate = LearningRate.parse(text, 0.25);
    assertThat(rate.policy()).isEqualTo(text);
    assertThat(rate.withBase(0.25)).isEqualTo(rate);
    assertThat(rate.withBase(4).base()).isEqualTo(4);
  }

  @Test
  void anUnknownPolicyIsAnsweredWithAllOfThem() {
    assertThatThrownBy(() -> LearningRate.parse("cosine", 1))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'cosine'")
        .hasMessageContaining("poly:power=0.9,max_iter=2000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "step:gamma=0.1|needs stepsize",
        "step:gamma=x,stepsize=10|gamma=x is no number",
        "step:gamma=NaN,stepsize=10|gamma=NaN is no number",
        "step:gamma=0.1,stepsize=1.5|stepsize=1.5 is no whole number",
        "step:gamma=0.1,stepsize=10,power=1|no setting 'power'",
        "step:gamma=0.1,gamma=0.2,stepsize=10|gamma is given 2 times",
        "step:gamma|'gamma' is not of the form name=value",
        "fixed:gamma=1|no setting 'gamma'",
        "step:gamma=0.1,stepsize=0|stepsize must be at least 1",
        "multistep:gamma=0.1,stepvalue=8,stepvalue=5|must rise",
      })
  void aWrongSettingIsNamed(String text, String message) {
    assertThatThrownBy(() -> LearningRate.parse(text, 1))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void theBaseRateMustBeANumberOfAtLeastZero(double base) {
    assertThatThrownBy(() -> LearningRate.parse("fixed", base))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("must be a number of at least 0");
  }

  private static double rate(String policy, long iteration) {
    return LearningRate.parse(policy, 0.5).rate(iteration);
  }
}
