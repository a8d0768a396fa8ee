package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpRunner;
import fcn4j.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DropoutTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("half", new Dropout(0.5, 3), new Shape(2, 3, 4, 5)),
        OpCase.of("a tenth", new Dropout(0.1, 0), new Shape(1, 7, 3, 3)),
        OpCase.of("none", new Dropout(0, 1), new Shape(1, 2, 3, 3)),
        OpCase.of("more than one task", new Dropout(0.5, 2), new Shape(1, 33, 31, 37)).notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void keepsTheRatioAndTheMean() {
    Shape shape = new Shape(1, 1, 100, 1000);
    double[] ones = Values.constant(1).draw(new SplittableRandom(1), shape.arrayLength());
    OpData data = new OpData(List.of(ones), List.of(), ones);
    double[] y = OpChecks.forward(new Dropout(0.25, 9), List.of(shape), data);
    double kept = Arrays.stream(y).filter(v -> v != 0).count() / (double) y.length;
    // 100,000 draws: the standard deviation is 0.0014.
    assertThat(kept).isCloseTo(0.75, within(0.006));
    assertThat(Arrays.stream(y).filter(v -> v != 0).distinct())
        .containsExactly((double) (float) (1 / 0.75));
  }

  @Test
  void keepsWhatPhiloxSays() {
    OpCase opCase = cases().getLast();
    double[] ones = Values.constant(1).draw(new SplittableRandom(1), opCase.output().arrayLength());
    double[] y =
        OpChecks.forward(opCase.op(), opCase.shapes(), new OpData(List.of(ones), List.of(), null));
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i] != 0).isEqualTo(Philox.keeps((Dropout) opCase.op(), OpRunner.STEP, i));
    }
  }

  @Test
  void maskFollowsFromSeedStepAndStream() {
    Dropout op = new Dropout(0.5, 4);
    assertThat(mask(op, new StepState(1, 2))).isEqualTo(mask(op, new StepState(1, 2)));
    assertThat(mask(op, new StepState(1, 2))).isNotEqualTo(mask(op, new StepState(1, 3)));
    assertThat(mask(op, new StepState(1, 2))).isNotEqualTo(mask(op, new StepState(9, 2)));
    assertThat(mask(op, new StepState(1, 2)))
        .isNotEqualTo(mask(new Dropout(0.5, 5), new StepState(1, 2)));
  }

  private static List<Boolean> mask(Dropout op, StepState state) {
    return IntStream.range(0, 200).mapToObj(i -> Philox.keeps(op, state, i)).toList();
  }

  @Test
  void refusesRatiosThatKeepNothing() {
    assertThatThrownBy(() -> new Dropout(1, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Dropout: ratio must be in [0,1), got 1.0");
  }
}
