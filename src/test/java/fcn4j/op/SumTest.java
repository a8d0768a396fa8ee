package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SumTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("two", Sum.plain(), new Shape(2, 3, 2, 2), new Shape(2, 3, 2, 2)),
        OpCase.of(
            "three with coefficients",
            new Sum(List.of(0.5f, -2f, 1.25f)),
            new Shape(1, 2, 3, 2),
            new Shape(1, 2, 3, 2),
            new Shape(1, 2, 3, 2)),
        OpCase.of(
                "more than one task",
                Sum.plain(),
                new Shape(1, 21, 40, 45),
                new Shape(1, 21, 40, 45))
            .notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardIsTheAdjoint(OpCase opCase) {
    OpChecks.checkAdjoint(opCase);
  }

  @Test
  void everyInputHasItsCoefficient() {
    Shape shape = new Shape(1, 1, 1, 2);
    List<double[]> inputs = List.of(new double[] {1, 2}, new double[] {10, 20});
    double[] y =
        OpChecks.forward(
            new Sum(List.of(3f, -0.5f)),
            List.of(shape, shape),
            new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(-2, -4);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(Sum.plain(), new Shape(1, 2, 3, 4), new Shape(1, 2, 3, 5))
        .hasMessageContaining("(1,2,3,5)");
    OpChecks.assertRefuses(new Sum(List.of(1f)), new Shape(1, 2, 3, 4), new Shape(1, 2, 3, 4))
        .hasMessage("Sum: 1 coefficients for 2 inputs");
    OpChecks.assertRefuses(Sum.plain(), new Shape(1, 2, 3, 4))
        .hasMessage("Sum takes at least 2 inputs, got 1");
  }
}
