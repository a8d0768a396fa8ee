package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.NaiveWindows;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaxPool2dTest {

  static List<OpCase> cases() {
    return OpCase.table(
        pool("2x2, stride 2, even", MaxPool2d.square(2, 2, 0), new Shape(2, 2, 4, 6)),
        pool(
            "2x2, stride 2, odd: last window overhangs",
            MaxPool2d.square(2, 2, 0),
            new Shape(1, 3, 5, 7)),
        pool("3x3, stride 2", MaxPool2d.square(3, 2, 0), new Shape(1, 2, 8, 9)),
        pool("3x3, stride 1, pad 1", MaxPool2d.square(3, 1, 1), new Shape(1, 2, 4, 5)),
        pool(
            "2x2, stride 2, pad 1: last window is clipped away",
            MaxPool2d.square(2, 2, 1),
            new Shape(1, 2, 3, 4)),
        pool("stride > kernel", MaxPool2d.square(2, 3, 0), new Shape(1, 2, 8, 7)),
        pool("stride > kernel, overhang", MaxPool2d.square(2, 4, 0), new Shape(1, 2, 6, 9)),
        pool("kernel = input", MaxPool2d.square(4, 4, 0), new Shape(2, 2, 4, 4)),
        pool("one pixel", MaxPool2d.square(2, 2, 0), new Shape(1, 3, 1, 1)),
        pool(
            "floor rule, rows and columns differ",
            new MaxPool2d(new Extent2(2, 3), new Extent2(2, 1), new Extent2(0, 1), PoolRule.FLOOR),
            new Shape(1, 2, 5, 6)),
        OpCase.of("ties in overlapping windows", MaxPool2d.square(3, 1, 1), new Shape(2, 2, 5, 6))
            .input(0, Values.whole(3))
            .notSmooth(),
        pool("large", MaxPool2d.square(2, 2, 0), new Shape(2, 9, 37, 41)).notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  private static OpCase pool(String name, MaxPool2d op, Shape in) {
    return OpCase.of(name, op, in).input(0, Values.distinct(1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheFormula(OpCase opCase) {
    MaxPool2d op = (MaxPool2d) opCase.op();
    Shape in = opCase.shapes().getFirst();
    double[] x = opCase.data().inputs().getFirst();
    double[] y = OpChecks.forward(op, opCase.shapes(), opCase.data());
    NaiveWindows.each(
        in,
        opCase.output(),
        op.kernel(),
        op.stride(),
        op.pad(),
        (output, pixels, padded) ->
            assertThat(y[output])
                .isEqualTo(pixels.stream().mapToDouble(i -> x[i]).max().getAsDouble()));
  }

  @Test
  void firstMaximumWinsInRowMajorOrder() {
    Shape shape = new Shape(1, 1, 2, 2);
    List<double[]> inputs = List.of(new double[] {3, 7, 7, 7});
    OpData data = new OpData(inputs, List.of(), new double[] {5});
    OpResult result = OpChecks.run(MaxPool2d.square(2, 2, 0), List.of(shape), data, false);
    assertThat(result.output()).containsExactly(7);
    assertThat(result.dInputs().getFirst()).containsExactly(0, 5, 0, 0);
  }

  @Test
  void paddingNeverWins() {
    Shape shape = new Shape(1, 1, 2, 2);
    List<double[]> inputs = List.of(new double[] {-3, -4, -5, -6});
    OpData data = new OpData(inputs, List.of(), null);
    double[] y = OpChecks.forward(MaxPool2d.square(2, 1, 1), List.of(shape), data);
    assertThat(y).containsExactly(-3, -3, -4, -3, -3, -4, -5, -5, -6);
  }

  @Test
  void extentsFollowTheCeilRule() {
    MaxPool2d vgg = MaxPool2d.square(2, 2, 0);
    assertThat(vgg.output(List.of(new Shape(1, 64, 698, 573))))
        .isEqualTo(new Shape(1, 64, 349, 287));
    assertThat(MaxPool2d.square(3, 2, 0).output(List.of(new Shape(1, 1, 8, 9))))
        .isEqualTo(new Shape(1, 1, 4, 4));
    assertThat(MaxPool2d.square(2, 2, 1).output(List.of(new Shape(1, 1, 3, 4))))
        .isEqualTo(new Shape(1, 1, 2, 3));
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(MaxPool2d.square(3, 2, 0), new Shape(1, 1, 1, 5))
        .hasMessageContaining("an input (1,1,1,5) is smaller than a window of 3");
    assertThatThrownBy(() -> MaxPool2d.square(2, 2, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("pad 2 must be below the kernel 2");
  }

  @Test
  void aWindowThatSeesNothingIsRefused() {
    PoolGeometry.checkWindowsThatSeeNothing(MaxPool2d::square);
  }
}
