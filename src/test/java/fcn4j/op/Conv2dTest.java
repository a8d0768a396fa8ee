package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.NaiveConvolution;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Conv2dTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("3x3, pad 1, batch 2", Conv2d.square(3, 4, 3, 1, 1), new Shape(2, 3, 5, 6)),
        OpCase.of("1x1", Conv2d.square(5, 3, 1, 1, 0), new Shape(2, 5, 4, 3)),
        OpCase.of("1x1 on one pixel", Conv2d.square(6, 5, 1, 1, 0), new Shape(3, 6, 1, 1)),
        OpCase.of("kernel = input", Conv2d.square(2, 3, 4, 1, 0), new Shape(2, 2, 4, 4)),
        OpCase.of("stride > kernel", Conv2d.square(2, 3, 2, 3, 0), new Shape(1, 2, 8, 9)),
        OpCase.of("1x1, stride 2, pad 1", Conv2d.square(2, 2, 1, 2, 1), new Shape(1, 2, 4, 5)),
        OpCase.of("pad larger than the image", Conv2d.square(1, 2, 3, 1, 5), new Shape(1, 1, 2, 3)),
        OpCase.of("one channel in and out", Conv2d.square(1, 1, 3, 1, 1), new Shape(1, 1, 3, 3)),
        OpCase.of(
            "5 outputs, a rest of the rows of four",
            Conv2d.square(1, 5, 2, 1, 0),
            new Shape(1, 1, 3, 3)),
        OpCase.of("two groups", conv(4, 6, 3, 3, 1, 1, 1, 1, 1, 1, 2, true), new Shape(2, 4, 4, 5)),
        OpCase.of(
            "a group a channel",
            conv(3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 3, true),
            new Shape(1, 3, 4, 4)),
        OpCase.of(
            "dilation 2, stride 2",
            conv(2, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, true),
            new Shape(1, 2, 7, 8)),
        OpCase.of(
            "all different in rows and columns",
            conv(2, 3, 3, 2, 2, 1, 0, 2, 1, 3, 1, true),
            new Shape(2, 2, 7, 5)),
        OpCase.of("no bias", conv(2, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, false), new Shape(1, 2, 4, 3)),
        OpCase.of(
                "more pixels and products than one panel",
                Conv2d.square(30, 9, 3, 1, 1),
                new Shape(2, 30, 13, 17))
            .notSmooth(),
        OpCase.of("wide rows", Conv2d.square(2, 3, 3, 1, 1), new Shape(1, 2, 3, 600)).notSmooth(),
        OpCase.of(
                "many outputs on few pixels",
                Conv2d.square(70, 300, 2, 1, 0),
                new Shape(2, 70, 2, 3))
            .notSmooth(),
        OpCase.of(
                "stride 2 over several panels",
                conv(12, 40, 5, 5, 2, 2, 2, 2, 1, 1, 2, true),
                new Shape(3, 12, 35, 31))
            .notSmooth());
  }

  private static Conv2d conv(
      int in,
      int out,
      int kh,
      int kw,
      int sh,
      int sw,
      int ph,
      int pw,
      int dh,
      int dw,
      int groups,
      boolean bias) {
    return new Conv2d(
        in,
        out,
        new Extent2(kh, kw),
        new Extent2(sh, sw),
        new Extent2(ph, pw),
        new Extent2(dh, dw),
        groups,
        bias);
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
    OpData data = opCase.data();
    Shape in = opCase.shapes().getFirst();
    OpResult expected = NaiveConvolution.conv((Conv2d) opCase.op(), in, data);
    OpResult result = OpChecks.run(opCase.op(), opCase.shapes(), data, true);
    OpChecks.assertEqual(opCase, result, expected);
  }

  @Test
  void shapesOfTheReferenceNets() {
    Shape image = new Shape(1, 3, 500, 375);
    assertThat(Conv2d.square(3, 64, 3, 1, 100).output(List.of(image)))
        .isEqualTo(new Shape(1, 64, 698, 573));
    assertThat(Conv2d.square(512, 4096, 7, 1, 0).output(List.of(new Shape(1, 512, 22, 18))))
        .isEqualTo(new Shape(1, 4096, 16, 12));
    assertThat(Conv2d.square(3, 96, 11, 4, 100).output(List.of(image)))
        .isEqualTo(new Shape(1, 96, 173, 142));
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(Conv2d.square(3, 4, 3, 1, 1), new Shape(1, 2, 5, 5))
        .hasMessage("Conv2d is made for 3 channels, its input (1,2,5,5) has 2");
    OpChecks.assertRefuses(Conv2d.square(3, 4, 7, 1, 0), new Shape(1, 3, 9, 6))
        .hasMessageContaining("too few columns for a kernel of 7");
    assertThatThrownBy(() -> conv(3, 4, 3, 3, 1, 1, 1, 1, 1, 1, 2, true))
        .isInstanceOf(ShapeException.class)
        .hasMessage("3 -> 4 channels do not divide into 2 groups");
    assertThatThrownBy(() -> Conv2d.square(3, 4, 3, 0, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("stride must be at least 1, got 0");
  }

  @Test
  void borderOutputsFarFromTheImageAreTheBias() {
    Conv2d op = Conv2d.square(1, 1, 3, 1, 10);
    Shape in = new Shape(1, 1, 2, 2);
    OpCase opCase = OpCase.of("far border", op, in).parameter(1, Values.of(0.375));
    double[] y = OpChecks.forward(op, List.of(in), opCase.data());
    assertThat(y[0]).isEqualTo(0.375);
    assertThat(y[y.length - 1]).isEqualTo(0.375);
  }
}
