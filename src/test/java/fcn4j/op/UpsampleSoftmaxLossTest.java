package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpsampleSoftmaxLossTest {

  static List<OpCase> cases() {
    return OpCase.table(
        fused(
            "diagonal, batch 2",
            Deconv2d.diagonal(3, 4, 2),
            new Extent2(1, 2),
            SoftmaxLoss.plain(LossNormalisation.VALID),
            new Shape(2, 3, 3, 2),
            5,
            4),
        fused(
            "a group a channel, batch size",
            Deconv2d.depthwise(4, 4, 2),
            Extent2.ZERO,
            SoftmaxLoss.plain(LossNormalisation.BATCH_SIZE),
            new Shape(2, 4, 2, 2),
            6,
            6),
        fused(
            "class weights, summed",
            Deconv2d.diagonal(3, 4, 2),
            Extent2.ONE,
            new SoftmaxLoss(LossNormalisation.SUM, List.of(0.5f, 2f, 1.25f), false, 0.75f),
            new Shape(1, 3, 3, 3),
            6,
            5),
        fused(
            "mask, all pixels",
            Deconv2d.diagonal(3, 4, 2),
            Extent2.ONE,
            new SoftmaxLoss(LossNormalisation.FULL, List.of(), true, 1),
            new Shape(1, 3, 3, 3),
            5,
            6),
        fused(
                "all ignored",
                Deconv2d.diagonal(3, 4, 2),
                Extent2.ONE,
                SoftmaxLoss.plain(LossNormalisation.VALID),
                new Shape(1, 3, 3, 3),
                6,
                5)
            .input(1, Values.constant(255)),
        fused(
                "one pixel",
                Deconv2d.diagonal(3, 4, 2),
                new Extent2(2, 3),
                SoftmaxLoss.plain(LossNormalisation.VALID),
                new Shape(1, 3, 2, 2),
                1,
                1)
            .input(1, Values.constant(1)),
        fused(
                "upscore8",
                Deconv2d.diagonal(21, 16, 8),
                Extent2.square(31),
                SoftmaxLoss.plain(LossNormalisation.SUM),
                new Shape(1, 21, 12, 11),
                40,
                33)
            .parameter(0, Values.constant(0.25))
            .notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  private static OpCase fused(
      String name,
      Deconv2d deconv,
      Extent2 offset,
      SoftmaxLoss loss,
      Shape in,
      int rows,
      int columns) {
    UpsampleSoftmaxLoss op = new UpsampleSoftmaxLoss(deconv, offset, loss);
    Shape pixels = new Shape(in.n(), 1, rows, columns);
    return loss.masked()
        ? OpCase.of(name, op, in, pixels, pixels).input(2, Values.whole(2))
        : OpCase.of(name, op, in, pixels);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsItsParts(OpCase opCase) {
    UpsampleSoftmaxLoss op = (UpsampleSoftmaxLoss) opCase.op();
    OpData data = opCase.data();
    DeconvCrop upsample = new DeconvCrop(op.deconv(), op.offset());
    List<Shape> shapes = opCase.shapes().subList(0, 2);
    Shape window = upsample.output(shapes);
    List<double[]> coarse = new ArrayList<>(data.inputs().subList(0, 1));
    coarse.add(null);
    OpData up = new OpData(coarse, data.parameters(), new double[window.arrayLength()]);
    List<double[]> inputs = new ArrayList<>(data.inputs());
    inputs.set(0, OpChecks.forward(upsample, shapes, up));
    List<Shape> lossShapes = new ArrayList<>(opCase.shapes());
    lossShapes.set(0, window);
    OpResult loss = OpChecks.run(op.loss(), lossShapes, new OpData(inputs, List.of(), null), false);
    OpData back = new OpData(coarse, data.parameters(), loss.dInputs().getFirst());
    double[] dIn = OpChecks.run(upsample, shapes, back, true).dInputs().getFirst();
    OpResult result = OpChecks.run(op, opCase.shapes(), data, false);
    assertThat(result.output()).isEqualTo(loss.output());
    assertThat(result.dInputs().getFirst()).isEqualTo(dIn);
  }

  @Test
  void hasNoGradientOfItsWeights() {
    OpCase opCase = cases().getFirst();
    assertThatThrownBy(() -> OpChecks.run(opCase.op(), opCase.shapes(), opCase.data(), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fixed weights");
  }

  @Test
  void saysWhatIsWrong() {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.SUM);
    assertThatThrownBy(
            () -> new UpsampleSoftmaxLoss(Deconv2d.dense(3, 3, 4, 2), Extent2.ZERO, loss))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("channel by channel");
    UpsampleSoftmaxLoss op = new UpsampleSoftmaxLoss(Deconv2d.diagonal(3, 4, 2), Extent2.ONE, loss);
    OpChecks.assertRefuses(op, new Shape(1, 3, 3, 3), new Shape(1, 1, 8, 4))
        .hasMessageContaining("does not lie inside (1,3,8,8)");
  }
}
