package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftmaxLossTest {

  static List<OpCase> cases() {
    return OpCase.table(
        loss("sum", SoftmaxLoss.plain(LossNormalisation.SUM), new Shape(1, 5, 3, 4)),
        loss("batch size", SoftmaxLoss.plain(LossNormalisation.BATCH_SIZE), new Shape(3, 4, 2, 3)),
        loss("valid pixels", SoftmaxLoss.plain(LossNormalisation.VALID), new Shape(2, 4, 3, 2)),
        loss("all pixels", SoftmaxLoss.plain(LossNormalisation.FULL), new Shape(2, 3, 3, 2)),
        loss(
            "class weights and loss weight",
            new SoftmaxLoss(LossNormalisation.VALID, List.of(0.5f, 2f, 1.25f), false, 0.75f),
            new Shape(2, 3, 3, 4)),
        loss(
            "mask",
            new SoftmaxLoss(LossNormalisation.VALID, List.of(), true, 1),
            new Shape(2, 3, 3, 4)),
        loss(
            "mask and class weights, summed",
            new SoftmaxLoss(LossNormalisation.SUM, List.of(0.5f, 2f, 1.25f), true, 2),
            new Shape(1, 3, 3, 4)),
        loss("all ignored", SoftmaxLoss.plain(LossNormalisation.VALID), new Shape(1, 4, 2, 3))
            .input(1, Values.constant(255)),
        loss(
                "all masked",
                new SoftmaxLoss(LossNormalisation.VALID, List.of(), true, 1),
                new Shape(1, 4, 2, 3))
            .input(2, Values.constant(0)),
        loss("none ignored", SoftmaxLoss.plain(LossNormalisation.VALID), new Shape(1, 4, 2, 3))
            .input(1, Values.whole(4)),
        loss("one class", SoftmaxLoss.plain(LossNormalisation.SUM), new Shape(1, 1, 2, 2)),
        loss("one pixel", SoftmaxLoss.plain(LossNormalisation.VALID), new Shape(1, 3, 1, 1))
            .input(1, Values.constant(2)),
        loss("large scores", SoftmaxLoss.plain(LossNormalisation.SUM), new Shape(1, 3, 1, 2))
            .input(0, Values.of(60, 500, -10, 499, 3, 501))
            .input(1, Values.of(0, 1)),
        loss("large", SoftmaxLoss.plain(LossNormalisation.VALID), new Shape(2, 21, 37, 41))
            .notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  private static OpCase loss(String name, SoftmaxLoss op, Shape scores) {
    Shape pixels = scores.withChannels(1);
    return op.masked()
        ? OpCase.of(name, op, scores, pixels, pixels).input(2, Values.whole(2))
        : OpCase.of(name, op, scores, pixels);
  }

  private static OpResult run(SoftmaxLoss op, Shape scores, double[]... inputs) {
    Shape pixels = scores.withChannels(1);
    List<Shape> shapes = List.of(scores, pixels, pixels).subList(0, inputs.length);
    return OpChecks.run(op, shapes, new OpData(List.of(inputs), List.of(), null), false);
  }

  @Test
  void zeroScoresCostTheLogarithmOfTheClasses() {
    SoftmaxLoss op = SoftmaxLoss.plain(LossNormalisation.VALID);
    OpResult result = run(op, new Shape(1, 21, 1, 3), new double[63], new double[] {3, 255, 20});
    assertThat(result.output()[0]).isCloseTo(Math.log(21), within(1e-14));
  }

  @Test
  void everyNormaliserDividesTheSameSum() {
    Shape scores = new Shape(2, 2, 1, 3);
    double[] x = Values.grid().draw(new SplittableRandom(3), 12);
    double[] labels = {0, 1, 255, 255, 1, 255};
    double sum = run(SoftmaxLoss.plain(LossNormalisation.SUM), scores, x, labels).output()[0];
    assertThat(run(SoftmaxLoss.plain(LossNormalisation.BATCH_SIZE), scores, x, labels).output()[0])
        .isEqualTo(sum / 2);
    assertThat(run(SoftmaxLoss.plain(LossNormalisation.VALID), scores, x, labels).output()[0])
        .isCloseTo(sum / 3, within(1e-15));
    assertThat(run(SoftmaxLoss.plain(LossNormalisation.FULL), scores, x, labels).output()[0])
        .isCloseTo(sum / 6, within(1e-15));
  }

  @Test
  void aMaskedPixelCountsNoMoreThanAnIgnoredOne() {
    Shape scores = new Shape(1, 2, 1, 3);
    double[] x = Values.grid().draw(new SplittableRandom(4), 6);
    SoftmaxLoss masked = new SoftmaxLoss(LossNormalisation.VALID, List.of(), true, 1);
    OpResult byMask = run(masked, scores, x, new double[] {0, 1, 0}, new double[] {1, 0, 255});
    OpResult byLabel =
        run(SoftmaxLoss.plain(LossNormalisation.VALID), scores, x, new double[] {0, 255, 0});
    assertThat(byMask.output()).isEqualTo(byLabel.output());
    assertThat(byMask.dInputs().getFirst()).isEqualTo(byLabel.dInputs().getFirst());
  }

  @Test
  void aClassWeightMultipliesThePixelsOfItsClassButDoesNotCount() {
    Shape scores = new Shape(1, 2, 1, 3);
    double[] labels = {0, 1, 1};
    SoftmaxLoss weighted = new SoftmaxLoss(LossNormalisation.VALID, List.of(0.5f, 3f), false, 2);
    OpResult result = run(weighted, scores, new double[6], labels);
    assertThat(result.output()[0]).isCloseTo(2 / 3.0 * (0.5 + 3 + 3) * Math.log(2), within(1e-14));
  }

  @Test
  void onePixelCostsAtMostTheLogarithmOfTheSmallestFloat() {
    SoftmaxLoss op = SoftmaxLoss.plain(LossNormalisation.SUM);
    OpResult result = run(op, new Shape(1, 2, 1, 1), new double[] {0, 400}, new double[] {0});
    assertThat(result.output()[0]).isCloseTo(87.3365, within(1e-4));
    assertThat(result.dInputs().getFirst()).containsExactly(Math.exp(-400) - 1, 1);
  }

  @Test
  void withNothingToCountLossAndGradientAreZero() {
    SoftmaxLoss op = SoftmaxLoss.plain(LossNormalisation.VALID);
    OpResult result =
        run(op, new Shape(1, 2, 1, 2), new double[] {1, 2, 3, 4}, new double[] {255, 255});
    assertThat(result.output()).containsExactly(0);
    assertThat(result.dInputs().getFirst()).containsOnly(0);
  }

  @Test
  void namesALabelThatIsNoClass() {
    SoftmaxLoss plain = SoftmaxLoss.plain(LossNormalisation.SUM);
    double[] labels = {0, 255, 0, 0, 0, 3};
    assertThatThrownBy(() -> run(plain, new Shape(2, 3, 1, 3), new double[18], labels))
        .isInstanceOf(LabelException.class)
        .hasMessage(
            "label 3 at row 0, column 2 of image 1 of the batch is neither a class (0..2) nor the"
                + " ignore label 255");
  }

  @Test
  void labelsUnderTheMaskAreNotLookedAt() {
    SoftmaxLoss masked = new SoftmaxLoss(LossNormalisation.VALID, List.of(), true, 1);
    OpResult result =
        run(masked, new Shape(1, 3, 1, 2), new double[6], new double[] {0, 3}, new double[] {1, 0});
    assertThat(result.output()[0]).isCloseTo(Math.log(3), within(1e-14));
  }

  @Test
  void saysWhatIsWrong() {
    SoftmaxLoss plain = SoftmaxLoss.plain(LossNormalisation.SUM);
    OpChecks.assertRefuses(plain, new Shape(1, 3, 4, 5), new Shape(1, 1, 4, 6))
        .hasMessage("SoftmaxLoss: scores (1,3,4,5) need labels (1,1,4,5), got (1,1,4,6)");
    OpChecks.assertRefuses(plain, new Shape(1, 256, 4, 5), new Shape(1, 1, 4, 5))
        .hasMessageContaining("at most 255 classes");
    OpChecks.assertRefuses(
            new SoftmaxLoss(LossNormalisation.SUM, List.of(1f, 2f), false, 1),
            new Shape(1, 3, 4, 5),
            new Shape(1, 1, 4, 5))
        .hasMessage("SoftmaxLoss: 2 class weights for 3 classes");
  }
}
