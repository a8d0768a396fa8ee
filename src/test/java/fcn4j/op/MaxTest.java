package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaxTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("two", new Max(), new Shape(2, 3, 2, 2), new Shape(2, 3, 2, 2))
            .input(0, Values.distinct(1))
            .input(1, Values.distinct(2)),
        OpCase.of(
                "three",
                new Max(),
                new Shape(1, 2, 3, 2),
                new Shape(1, 2, 3, 2),
                new Shape(1, 2, 3, 2))
            .input(0, Values.distinct(1))
            .input(1, Values.distinct(2))
            .input(2, Values.distinct(3)),
        OpCase.of(
                "ties",
                new Max(),
                new Shape(2, 4, 5, 5),
                new Shape(2, 4, 5, 5),
                new Shape(2, 4, 5, 5))
            .input(0, Values.whole(2))
            .input(1, Values.whole(2))
            .input(2, Values.whole(2))
            .notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void onATieTheFirstInputGetsTheGradient() {
    Shape shape = new Shape(1, 1, 1, 3);
    List<double[]> inputs = List.of(new double[] {1, 2, 3}, new double[] {1, 3, 2});
    OpData data = new OpData(inputs, List.of(), new double[] {5, 6, 7});
    OpResult result = OpChecks.run(new Max(), List.of(shape, shape), data, false);
    assertThat(result.output()).containsExactly(1, 3, 3);
    assertThat(result.dInputs().get(0)).containsExactly(5, 0, 7);
    assertThat(result.dInputs().get(1)).containsExactly(0, 6, 0);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(new Max(), new Shape(1, 2, 3, 4), new Shape(1, 1, 3, 4))
        .hasMessageContaining("its inputs have different shapes");
  }
}
