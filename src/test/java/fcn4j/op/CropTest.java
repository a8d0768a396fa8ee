package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CropTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
            "rows and columns differ",
            new Crop(new Extent2(3, 1)),
            new Shape(2, 3, 8, 6),
            new Shape(2, 1, 4, 3)),
        OpCase.of("whole", new Crop(Extent2.ZERO), new Shape(1, 2, 3, 4), new Shape(1, 2, 3, 4)),
        OpCase.of(
            "last pixel",
            new Crop(new Extent2(2, 3)),
            new Shape(1, 2, 3, 4),
            new Shape(1, 5, 1, 1)),
        OpCase.of(
                "large",
                new Crop(Extent2.square(19)),
                new Shape(1, 21, 64, 70),
                new Shape(1, 3, 40, 50))
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
  void takesTheWindowFromTheOffsetOn() {
    List<Shape> shapes = List.of(new Shape(1, 1, 3, 3), new Shape(1, 1, 2, 1));
    List<double[]> inputs = new ArrayList<>(List.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8}));
    inputs.add(null);
    double[] y =
        OpChecks.forward(new Crop(new Extent2(1, 2)), shapes, new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(5, 8);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(
            new Crop(new Extent2(2, 0)), new Shape(1, 1, 4, 4), new Shape(1, 1, 3, 4))
        .hasMessageContaining("a window of 3x4 at offset 2x0 does not lie inside (1,1,4,4)");
    OpChecks.assertRefuses(new Crop(Extent2.ZERO), new Shape(2, 1, 4, 4), new Shape(1, 1, 3, 4))
        .hasMessageContaining("batch");
  }
}
