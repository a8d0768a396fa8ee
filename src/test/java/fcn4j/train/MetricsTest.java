package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.op.LabelException;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;
import fcn4j.testing.GoldenCase;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final double EXACT = 1e-15;

  @Test
  void agreesWithTheGoldenCase() {
    GoldenCase golden = GoldenCase.named("metrics");
    Confusion confusion = new Confusion(golden.whole("classes"));
    confusion.add(bytes(golden, "label"), bytes(golden, "pred"));
    double[] counts = golden.values("hist");
    for (int i = 0; i < counts.length; i++) {
      assertThat(confusion.count(i / 5, i % 5)).isEqualTo((long) counts[i]);
    }
    Metrics metrics = confusion.metrics(AbsentClasses.AS_REFERENCE_CODE);
    assertThat((float) metrics.pixelAccuracy()).isEqualTo((float) golden.values("pixel_acc")[0]);
    assertThat((float) metrics.meanAccuracy()).isEqualTo((float) golden.values("mean_acc")[0]);
    assertThat((float) metrics.meanIu()).isEqualTo((float) golden.values("mean_iu")[0]);
    assertThat((float) metrics.frequencyWeightedIu()).isEqualTo((float) golden.values("fw_iu")[0]);
    assertThat(metrics.classIu().get(4)).isNaN();
  }

  /**
   * Class 0: 3 of 4 right. Class 1: 1 of 2 right. Class 2: not there, predicted once. Class 3:
   * neither. The pixel with the ignore label would be a mistake.
   */
  private static Confusion example() {
    Confusion confusion = new Confusion(4);
    confusion.add(row(0, 0, 0, 0, 1, 1, 255), row(0, 0, 0, 1, 1, 2, 3));
    return confusion;
  }

  @Test
  void countsRowsAndColumns() {
    Confusion confusion = example();
    assertThat(confusion.total()).isEqualTo(6);
    assertThat(confusion.pixels(0)).isEqualTo(4);
    assertThat(confusion.predicted(1)).isEqualTo(2);
    assertThat(confusion.predicted(3)).isZero();
  }

  @Test
  void theReferencesCodeCountsAClassThatIsOnlyPredicted() {
    Metrics metrics = example().metrics(AbsentClasses.AS_REFERENCE_CODE);
    assertThat(metrics.pixelAccuracy()).isCloseTo(4 / 6.0, within(EXACT));
    assertThat(metrics.meanAccuracy()).isCloseTo((3 / 4.0 + 1 / 2.0) / 2, within(EXACT));
    assertThat(metrics.classIu()).containsExactly(3 / 4.0, 1 / 3.0, 0.0, Double.NaN);
    assertThat(metrics.meanIu()).isCloseTo((3 / 4.0 + 1 / 3.0 + 0) / 3, within(EXACT));
    assertThat(metrics.frequencyWeightedIu())
        .isCloseTo((4 * 3 / 4.0 + 2 * 1 / 3.0) / 6, within(EXACT));
  }

  @Test
  void thePaperCountsOnlyClassesThatAreThere() {
    Metrics metrics = example().metrics(AbsentClasses.PRESENT_ONLY);
    assertThat(metrics.classIu()).containsExactly(3 / 4.0, 1 / 3.0, Double.NaN, Double.NaN);
    assertThat(metrics.meanIu()).isCloseTo((3 / 4.0 + 1 / 3.0) / 2, within(EXACT));
    Metrics other = example().metrics(AbsentClasses.AS_REFERENCE_CODE);
    assertThat(metrics.meanAccuracy()).isEqualTo(other.meanAccuracy());
    assertThat(metrics.pixelAccuracy()).isEqualTo(other.pixelAccuracy());
    assertThat(metrics.frequencyWeightedIu()).isEqualTo(other.frequencyWeightedIu());
  }

  @Test
  void nothingCountedIsNotANumber() {
    Confusion confusion = new Confusion(2);
    confusion.add(row(255, 255), row(0, 1));
    Metrics metrics = confusion.metrics(AbsentClasses.AS_REFERENCE_CODE);
    assertThat(metrics.pixelAccuracy()).isNaN();
    assertThat(metrics.meanIu()).isNaN();
    assertThat(metrics.frequencyWeightedIu()).isNaN();
  }

  @Test
  void addedMatricesCountTogether() {
    Confusion sum = example();
    sum.add(example());
    sum.add(3, 3, 5);
    assertThat(sum.count(0, 0)).isEqualTo(6);
    assertThat(sum.count(3, 3)).isEqualTo(5);
    assertThatThrownBy(() -> sum.add(new Confusion(3))).hasMessageContaining("4");
    assertThatThrownBy(() -> sum.add(0, 0, -1)).hasMessageContaining("-1");
  }

  @Test
  void aLabelThatIsNoClassIsNamedAndNothingIsCounted() {
    Confusion confusion = new Confusion(2);
    assertThatThrownBy(() -> confusion.add(row(0, 1, 7), row(0, 1, 1)))
        .isInstanceOf(LabelException.class)
        .hasMessageContaining("label 7 at row 0, column 2 of image 0");
    assertThat(confusion.total()).isZero();
    assertThatThrownBy(() -> confusion.add(row(0, 1), row(0, 2)))
        .hasMessageContaining("prediction 2 is no class");
    assertThatThrownBy(() -> confusion.add(row(0, 1), row(0)))
        .hasMessageContaining("(1,1,1,2)")
        .hasMessageContaining("(1,1,1,1)");
  }

  private static ByteTensor row(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new ByteTensor(new Shape(1, 1, 1, values.length), bytes);
  }

  private static ByteTensor bytes(GoldenCase golden, String name) {
    double[] values = golden.values(name);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return new ByteTensor(golden.shape(name), bytes);
  }
}
