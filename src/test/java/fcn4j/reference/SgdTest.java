package fcn4j.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fcn4j.op.SgdUpdate;
import fcn4j.op.SgdUpdate.Segment;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import fcn4j.testing.TestTensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Caffe's update on the reference backend; its golden files are run by {@code GoldenTest}. */
class SgdTest {
  private final ReferenceBackend backend = new ReferenceBackend(2);
  private final TestTensor values = tensor(1, 2, 3, 4);
  private final TestTensor gradients = tensor(0.5, -0.25, 2, 1);
  private final TestTensor momentum = tensor(0.125, 0, -1, 8);

  private TestTensor tensor(double... content) {
    Shape shape = new Shape(1, 1, 1, content.length);
    TestTensor tensor = TestTensor.of(backend, shape, ElementType.FLOAT32);
    tensor.write(content);
    return tensor;
  }

  @AfterEach
  void close() {
    List.of(values, gradients, momentum).forEach(TestTensor::close);
    backend.close();
  }

  private void update(double decay, int iterSize, double clipNorm, Segment... segments) {
    backend.update(
        new SgdUpdate(
            values.view(),
            gradients.view(),
            momentum.view(),
            List.of(segments),
            0.5,
            0.75,
            decay,
            iterSize,
            clipNorm));
  }

  @Test
  void everySegmentHasItsMultipliersAndTheRestIsNotTouched() {
    update(0.125, 1, 0, new Segment(0, 1, 1, 1), new Segment(2, 1, 2, 0));
    double first = 0.75 * 0.125 + 0.5 * (0.5 + 0.125);
    double third = 0.75 * -1 + 0.5 * 2 * 2;
    assertThat(momentum.read()).containsExactly(first, 0, third, 8);
    assertThat(values.read()).containsExactly(1 - first, 2, 3 - third, 4);
  }

  @Test
  void gradientsAreDividedByThePassesBeforeTheDecayIsAdded() {
    update(0.125, 4, 0, new Segment(0, 1, 1, 1));
    assertThat(momentum.read()[0]).isEqualTo(0.75 * 0.125 + 0.5 * (0.5 / 4 + 0.125));
  }

  @Test
  void clippingScalesAllGradientsToTheNorm() {
    gradients.write(new double[] {3, 0, 4, 100});
    update(0, 2, 1, new Segment(0, 1, 1, 1), new Segment(2, 1, 1, 1));
    assertThat(momentum.read()[0]).isCloseTo(0.75 * 0.125 + 0.5 * 0.6 / 2, within(1e-7));
    assertThat(momentum.read()[2]).isCloseTo(0.75 * -1 + 0.5 * 0.8 / 2, within(1e-7));
  }

  @Test
  void gradientsBelowTheNormAreNotClipped() {
    gradients.write(new double[] {3, 0, 4, 0});
    update(0, 1, 5, new Segment(0, 4, 1, 1));
    assertThat(momentum.read()[0]).isEqualTo(0.75 * 0.125 + 0.5 * 3);
  }

  @Test
  void aSegmentThatDoesNotLearnReadsNoGradient() {
    gradients.write(new double[] {Double.NaN, 0, 4, Double.NaN});
    momentum.write(new double[4]);
    update(0.125, 1, 2, new Segment(0, 1, 0, 1), new Segment(2, 1, 1, 0), new Segment(3, 1, 0, 1));
    assertThat(values.read()).containsExactly(1, 2, 3 - 0.5 * 2, 4);
    assertThat(momentum.read()).containsExactly(0, 0, 1, 0);
  }

  @Test
  void valuesAndMomentumAreFloatsAfterwards() {
    gradients.write(new double[] {1 / 3.0, 1 / 7.0, 0.1, 1e-9});
    update(0.0005, 3, 0, new Segment(0, 4, 1, 1));
    for (double value : values.read()) {
      assertThat(value).isEqualTo((float) value);
    }
    for (double value : momentum.read()) {
      assertThat(value).isEqualTo((float) value);
    }
  }
}
