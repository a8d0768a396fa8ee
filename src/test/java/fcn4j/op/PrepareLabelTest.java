package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrepareLabelTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
                "mirrored and moved",
                new PrepareLabel(),
                new Shape(3, 1, 4, 5),
                new Shape(3, 1, 1, 3))
            .input(0, Values.labels(21))
            .input(1, Values.of(1, 1, -2, 0, -1, 3, 1, 9, 0)),
        OpCase.of("as it is", new PrepareLabel(), new Shape(1, 1, 2, 3), new Shape(1, 1, 1, 3))
            .input(0, Values.labels(21))
            .input(1, Values.constant(0)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void whatMovesInIsIgnored() {
    List<Shape> shapes = List.of(new Shape(1, 1, 1, 3), new Shape(1, 1, 1, 3));
    List<double[]> inputs = List.of(new double[] {1, 2, 3}, new double[] {1, 0, 1});
    double[] y = OpChecks.forward(new PrepareLabel(), shapes, new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(255, 3, 2);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(new PrepareLabel(), new Shape(1, 2, 3, 3), new Shape(1, 1, 1, 3))
        .hasMessageContaining("made for 1 channels");
  }
}
