package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpsampleArgMaxTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
            "diagonal, batch 2",
            new UpsampleArgMax(Deconv2d.diagonal(5, 4, 2), new Extent2(1, 2)),
            new Shape(2, 5, 4, 3),
            new Shape(2, 3, 8, 6)),
        OpCase.of(
            "a group a channel",
            new UpsampleArgMax(Deconv2d.depthwise(3, 4, 2), Extent2.ZERO),
            new Shape(1, 3, 2, 3),
            new Shape(1, 1, 6, 8)),
        OpCase.of(
                "ties",
                new UpsampleArgMax(Deconv2d.depthwise(4, 2, 2), Extent2.ZERO),
                new Shape(1, 4, 4, 5),
                new Shape(1, 1, 8, 10))
            .input(0, Values.whole(2))
            .parameter(0, Values.constant(0.5)),
        OpCase.of(
            "upscore8",
            new UpsampleArgMax(Deconv2d.diagonal(21, 16, 8), Extent2.square(31)),
            new Shape(1, 21, 12, 11),
            new Shape(1, 3, 40, 33)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsItsParts(OpCase opCase) {
    UpsampleArgMax op = (UpsampleArgMax) opCase.op();
    OpData data = opCase.data();
    DeconvCrop upsample = new DeconvCrop(op.deconv(), op.offset());
    double[] scores = OpChecks.forward(upsample, opCase.shapes(), data);
    List<Shape> shape = List.of(upsample.output(opCase.shapes()));
    double[] expected =
        OpChecks.forward(new ArgMax(), shape, new OpData(List.of(scores), List.of(), null));
    assertThat(OpChecks.forward(op, opCase.shapes(), data)).isEqualTo(expected);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new UpsampleArgMax(Deconv2d.dense(3, 3, 4, 2), Extent2.ZERO))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("channel by channel");
  }
}
