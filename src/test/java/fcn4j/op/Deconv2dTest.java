package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.NaiveConvolution;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Deconv2dTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
            "dense 4x4, stride 2, batch 2", Deconv2d.dense(3, 2, 4, 2), new Shape(2, 3, 2, 3)),
        OpCase.of("diagonal 4x4, stride 2", Deconv2d.diagonal(3, 4, 2), new Shape(2, 3, 3, 2)),
        OpCase.of("a group a channel", Deconv2d.depthwise(3, 4, 2), new Shape(2, 3, 2, 3)),
        OpCase.of("16x16, stride 8", Deconv2d.diagonal(2, 16, 8), new Shape(1, 2, 2, 3))
            .notSmooth(),
        OpCase.of(
            "stride > kernel: gaps stay 0", Deconv2d.dense(2, 3, 2, 3), new Shape(1, 2, 2, 3)),
        OpCase.of(
            "channelwise, stride > kernel", Deconv2d.depthwise(2, 2, 3), new Shape(1, 2, 3, 2)),
        OpCase.of("stride 1", Deconv2d.dense(2, 2, 3, 1), new Shape(1, 2, 3, 4)),
        OpCase.of("1x1 on one pixel", Deconv2d.dense(4, 3, 1, 1), new Shape(2, 4, 1, 1)),
        deconv(
            "bias, pad, output pad, rows and columns differ",
            2,
            4,
            new Extent2(3, 4),
            new Extent2(2, 3),
            new Extent2(1, 0),
            new Extent2(1, 2),
            2,
            true,
            false,
            new Shape(2, 2, 3, 2)),
        deconv(
            "channelwise with bias, pad, output pad",
            3,
            3,
            new Extent2(4, 5),
            new Extent2(2, 3),
            new Extent2(1, 2),
            new Extent2(0, 1),
            3,
            true,
            false,
            new Shape(1, 3, 3, 2)),
        deconv(
            "diagonal with bias and pad",
            3,
            3,
            Extent2.square(4),
            Extent2.square(2),
            Extent2.ONE,
            Extent2.ZERO,
            1,
            true,
            true,
            new Shape(1, 3, 2, 3)),
        deconv(
            "pad larger than the kernel",
            2,
            2,
            Extent2.square(3),
            Extent2.square(2),
            new Extent2(4, 3),
            Extent2.ZERO,
            1,
            true,
            false,
            new Shape(1, 2, 6, 5)),
        OpCase.of("several panels", Deconv2d.dense(40, 13, 4, 2), new Shape(2, 40, 11, 17))
            .notSmooth(),
        OpCase.of("many inputs, stride 1", Deconv2d.dense(270, 3, 3, 1), new Shape(1, 270, 5, 6))
            .notSmooth(),
        OpCase.of("21 classes, diagonal", Deconv2d.diagonal(21, 16, 8), new Shape(1, 21, 7, 6))
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

  private static OpCase deconv(
      String name,
      int in,
      int out,
      Extent2 kernel,
      Extent2 stride,
      Extent2 pad,
      Extent2 outputPad,
      int groups,
      boolean bias,
      boolean diagonal,
      Shape shape) {
    Deconv2d op = new Deconv2d(in, out, kernel, stride, pad, outputPad, groups, bias, diagonal);
    return OpCase.of(name, op, shape);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheFormula(OpCase opCase) {
    OpData data = opCase.data();
    Shape in = opCase.shapes().getFirst();
    OpResult expected = NaiveConvolution.deconv((Deconv2d) opCase.op(), in, data);
    double[] weights = expected.dParameters().getFirst();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = opCase.isFixedZero(0, i) ? 0 : weights[i];
    }
    OpResult result = OpChecks.run(opCase.op(), opCase.shapes(), data, true);
    OpChecks.assertEqual(opCase, result, expected);
  }

  @Test
  void diagonalWeightsGiveWhatDenseOnesGive() {
    Shape in = new Shape(2, 5, 3, 4);
    OpCase diagonal = OpCase.of("diagonal", Deconv2d.diagonal(5, 4, 2), in);
    OpData data = diagonal.data();
    OpResult sparse = OpChecks.run(diagonal.op(), List.of(in), data, true);
    OpResult dense = OpChecks.run(Deconv2d.dense(5, 5, 4, 2), List.of(in), data, true);
    double[] weights = dense.dParameters().getFirst();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = diagonal.isFixedZero(0, i) ? 0 : weights[i];
    }
    OpChecks.assertEqual(diagonal, sparse, dense);
  }

  @Test
  void isTheTransposeOfTheConvolution() {
    Conv2d conv = Conv2d.square(3, 4, 3, 2, 1);
    Shape fine = new Shape(2, 3, 7, 9);
    Shape coarse = conv.output(List.of(fine));
    OpCase opCase = OpCase.of("convolution", conv, fine);
    OpData data = opCase.data();
    Deconv2d deconv =
        new Deconv2d(
            4, 3, Extent2.square(3), Extent2.square(2), Extent2.ONE, Extent2.ZERO, 1, false, false);
    assertThat(deconv.output(List.of(coarse))).isEqualTo(fine);
    double[] dIn = OpChecks.run(conv, List.of(fine), data, true).dInputs().getFirst();
    OpData transposed =
        new OpData(
            List.of(data.dOutput()),
            data.parameters().subList(0, 1),
            new double[fine.arrayLength()]);
    assertThat(OpChecks.forward(deconv, List.of(coarse), transposed)).isEqualTo(dIn);
  }

  @Test
  void shapesOfTheReferenceNets() {
    assertThat(Deconv2d.diagonal(21, 64, 32).output(List.of(new Shape(1, 21, 16, 12))))
        .isEqualTo(new Shape(1, 21, 544, 416));
    assertThat(Deconv2d.diagonal(21, 16, 8).output(List.of(new Shape(1, 21, 70, 54))))
        .isEqualTo(new Shape(1, 21, 568, 440));
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(Deconv2d.dense(3, 2, 4, 2), new Shape(1, 2, 3, 3))
        .hasMessage("Deconv2d is made for 3 channels, its input (1,2,3,3) has 2");
    assertThatThrownBy(() ->
            new Deconv2d(
                2, 3, Extent2.ONE, Extent2.ONE, Extent2.ZERO, Extent2.ZERO, 1, false, true))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("diagonal weights need one group and as many outputs as inputs");
    assertThatThrownBy(() ->
            new Deconv2d(
                2, 2, Extent2.ONE, Extent2.ONE, Extent2.ZERO, Extent2.ONE, 1, false, false))
        .isInstanceOf(ShapeException.class)
        .hasMessage("outputPad 1 must be below the stride 1");
  }
}
