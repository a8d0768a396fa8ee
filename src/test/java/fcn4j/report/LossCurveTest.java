package fcn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossCurveTest {
  private static final int LOSS = 0xff1f4e9e;
  private static final int SCORE = 0xffd9480f;

  @Test
  void theCurveFallsFromTheLeftToTheRight() {
    double[] falling = new double[200];
    Arrays.setAll(falling, i -> 200 - i);
    BufferedImage picture =
        new LossCurve("t", Series.of("loss", falling), List.of(), List.of()).draw();
    assertThat(picture.getWidth()).isEqualTo(960);
    assertThat(picture.getHeight()).isEqualTo(600);
    int atLeft = topmost(picture, LOSS, 150);
    int atMiddle = topmost(picture, LOSS, 500);
    int atRight = topmost(picture, LOSS, 900);
    assertThat(atLeft).isPositive().isLessThan(atMiddle);
    assertThat(atMiddle).isLessThan(atRight);
  }

  @Test
  void scoresStandInAPanelOfTheirOwn() {
    Series loss = Series.of("loss", new double[] {3, 2, 1, 1});
    Series score = new Series("mean IU", new double[] {2, 4}, new double[] {0.25, 0.5});
    BufferedImage picture =
        new LossCurve("t", loss, List.of(score), List.of(new LossCurve.Stage(2, "FCN-16s"))).draw();
    assertThat(lowest(picture, SCORE)).isGreaterThan(340);
    assertThat(lowest(picture, LOSS)).isLessThan(330);
  }

  @Test
  void gapsEmptySeriesAndSingleValuesAreDrawn() {
    double nan = Double.NaN;
    for (double[] values :
        new double[][] {
          {}, {nan}, {5}, {1, nan, Double.POSITIVE_INFINITY, 2}, {0, 0, 0}, {-1, -2}
        }) {
      BufferedImage picture =
          new LossCurve(
                  "t", Series.of("loss", values), List.of(Series.of("score", values)), List.of())
              .draw();
      assertThat(picture.getWidth()).isEqualTo(960);
    }
  }

  @Test
  void oneWildValueDoesNotFlattenTheRest() {
    double[] values = new double[400];
    Arrays.fill(values, 1);
    values[0] = 1e9;
    BufferedImage picture =
        new LossCurve("t", Series.of("loss", values), List.of(), List.of()).draw();
    assertThat(topmost(picture, LOSS, 700)).isBetween(60, 250);
  }

  @Test
  void smoothingTakesMeansAndLeavesOutGaps() {
    Series series = Series.of("s", new double[] {1, 3, Double.NaN, 5, 7});
    assertThat(series.smoothed(1).values()).containsExactly(2, 2, 4, 6, 6);
    assertThat(series.between(2, 4).iterations()).containsExactly(2, 3);
    assertThat(series.between(9, 10).values()).isEmpty();
    assertThatThrownBy(() -> new Series("s", new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s has 2 iterations and 3 values");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 6, '0.0 0.2 0.4 0.6 0.8 1.0'",
    "0, 100000, 5, '0 20000 40000 60000 80000 100000'",
    "-1, 2, 3, '-1 0 1 2'",
    "0, 0.0000004, 2, '0 2e-7 4e-7'",
    "0, 5000000, 5, '0 1e6 2e6 3e6 4e6 5e6'",
    "0.001, 0.0042, 3, '0.002 0.004'",
  })
  void ticksAreRound(double low, double high, int most, String labels) {
    Axis axis = new Axis(low, high, 0, 100);
    assertThat(
            String.join(
                " ", axis.ticks(most).stream().map(tick -> axis.label(tick, most)).toList()))
        .isEqualTo(labels);
    assertThat(axis.pixel(low)).isZero();
    assertThat(axis.pixel(high)).isEqualTo(100f);
  }

  /** A stock server has no fonts; Java's own text drawing fails there. */
  @Test
  @Tag("build")
  void noPictureNeedsFonts() {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Font.class, FontMetrics.class)
        .check(
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("fcn4j.report"));
  }

  private static int topmost(BufferedImage picture, int colour, int x) {
    for (int y = 50; y < picture.getHeight(); y++) {
      if (picture.getRGB(x, y) == colour) {
        return y;
      }
    }
    return -1;
  }

  /** The lowest row with the colour, the keys above the panels left out. */
  private static int lowest(BufferedImage picture, int colour) {
    for (int y = picture.getHeight() - 1; y >= 0; y--) {
      for (int x = 0; x < 600; x++) {
        if (picture.getRGB(x, y) == colour) {
          return y;
        }
      }
    }
    return -1;
  }
}
