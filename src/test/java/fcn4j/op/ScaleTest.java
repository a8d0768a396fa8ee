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

class ScaleTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("batch 2", new Scale(3), new Shape(2, 3, 2, 4)),
        OpCase.of("one channel, one pixel", new Scale(1), new Shape(1, 1, 1, 1)),
        OpCase.of("large", new Scale(21), new Shape(2, 21, 33, 35)).notSmooth());
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
  void everyChannelHasItsFactor() {
    Shape shape = new Shape(2, 2, 1, 1);
    OpData data =
        new OpData(List.of(new double[] {1, 2, 3, 4}), List.of(new double[] {10, 100}), null);
    double[] y = OpChecks.forward(new Scale(2), List.of(shape), data);
    assertThat(y).containsExactly(10, 200, 30, 400);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(new Scale(3), new Shape(1, 4, 2, 2))
        .hasMessage("Scale is made for 3 channels, its input (1,4,2,2) has 4");
  }
}
