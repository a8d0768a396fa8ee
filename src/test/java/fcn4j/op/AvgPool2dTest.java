package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.tensor.Shape;
import fcn4j.testing.NaiveWindows;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvgPool2dTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("2x2, stride 2", AvgPool2d.square(2, 2, 0), new Shape(2, 2, 4, 6)),
        OpCase.of("last window overhangs", AvgPool2d.square(2, 2, 0), new Shape(1, 2, 5, 7)),
        OpCase.of("padding counts", AvgPool2d.square(3, 2, 1), new Shape(1, 2, 6, 5)),
        OpCase.of(
            "padding does not count",
            new AvgPool2d(
                Extent2.square(3), Extent2.square(2), Extent2.square(1), PoolRule.CEIL, false),
            new Shape(1, 2, 6, 5)),
        OpCase.of("global", AvgPool2d.square(7, 1, 0), new Shape(2, 3, 7, 7)),
        OpCase.of("one pixel", AvgPool2d.square(2, 2, 0), new Shape(1, 2, 1, 1)),
        OpCase.of(
            "stride > kernel, floor, rows and columns differ",
            new AvgPool2d(
                new Extent2(2, 1), new Extent2(3, 2), new Extent2(1, 0), PoolRule.FLOOR, true),
            new Shape(2, 1, 7, 6)),
        OpCase.of("stride > kernel, overhang", AvgPool2d.square(2, 4, 0), new Shape(1, 2, 6, 9)),
        OpCase.of("large", AvgPool2d.square(3, 2, 1), new Shape(2, 9, 37, 41)).notSmooth());
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

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheFormula(OpCase opCase) {
    AvgPool2d op = (AvgPool2d) opCase.op();
    Shape in = opCase.shapes().getFirst();
    double[] x = opCase.data().inputs().getFirst();
    double[] y = OpChecks.forward(op, opCase.shapes(), opCase.data());
    NaiveWindows.each(
        in,
        opCase.output(),
        op.kernel(),
        op.stride(),
        op.pad(),
        (output, pixels, padded) -> {
          double sum = pixels.stream().mapToDouble(i -> x[i]).sum();
          int divisor = op.countPadding() ? padded : pixels.size();
          assertThat(y[output]).isCloseTo(sum / divisor, within(1e-14));
        });
  }

  @Test
  void divisorIsTheWindowClippedToThePaddedInput() {
    Shape shape = new Shape(1, 1, 2, 2);
    List<double[]> inputs = List.of(new double[] {12, 24, 36, 48});
    OpData data = new OpData(inputs, List.of(), null);
    AvgPool2d padded = AvgPool2d.square(3, 2, 1);
    assertThat(OpChecks.forward(padded, List.of(shape), data)[0]).isEqualTo(120 / 9.0);
    AvgPool2d real =
        new AvgPool2d(padded.kernel(), padded.stride(), padded.pad(), PoolRule.CEIL, false);
    assertThat(OpChecks.forward(real, List.of(shape), data)[0]).isEqualTo(30);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> AvgPool2d.square(2, 0, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("stride must be at least 1, got 0");
    OpChecks.assertRefuses(AvgPool2d.square(3, 2, 0), new Shape(1, 1, 1, 5))
        .hasMessageContaining("smaller than a window of 3");
  }

  @Test
  void aWindowThatSeesNothingIsRefused() {
    PoolGeometry.checkWindowsThatSeeNothing(AvgPool2d::square);
  }
}
