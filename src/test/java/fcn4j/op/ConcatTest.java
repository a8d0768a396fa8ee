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

class ConcatTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("two, batch 2", new Concat(), new Shape(2, 3, 2, 3), new Shape(2, 1, 2, 3)),
        OpCase.of(
            "four",
            new Concat(),
            new Shape(1, 1, 2, 2),
            new Shape(1, 2, 2, 2),
            new Shape(1, 3, 2, 2),
            new Shape(1, 1, 2, 2)),
        OpCase.of("one", new Concat(), new Shape(2, 2, 1, 1)),
        OpCase.of("large", new Concat(), new Shape(3, 7, 21, 23), new Shape(3, 9, 21, 23))
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
  void channelsFollowEachOtherInEveryImage() {
    List<Shape> shapes = List.of(new Shape(2, 1, 1, 1), new Shape(2, 2, 1, 1));
    List<double[]> inputs = List.of(new double[] {1, 4}, new double[] {2, 3, 5, 6});
    double[] y = OpChecks.forward(new Concat(), shapes, new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(new Concat(), new Shape(1, 2, 3, 4), new Shape(1, 2, 4, 4))
        .hasMessageContaining("differ in more than channels");
    OpChecks.assertRefuses(new Concat()).hasMessage("Concat takes at least 1 input, got 0");
  }
}
