package fcn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final int BLUE = 0xff1f4e9e;

  private static Chart chart(Curve.Style style) {
    List<Curve.Spot> spots =
        IntStream.rangeClosed(0, 5)
            .mapToObj(i -> new Curve.Spot(64 << i, 10 * Math.pow(4, i), "spot " + i))
            .toList();
    List<Double> ticks = List.of(64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0);
    return new Chart(
        "t",
        Scale.logarithmic("side", ticks, ticks),
        Scale.logarithmic("ms", List.of(10.0, 10240.0), List.of()),
        List.of(new Curve("a name", style, 0, spots)));
  }

  /** Rows of a colour's pixels within a column. */
  private static int row(BufferedImage picture, int x, int colour) {
    for (int y = 80; y < picture.getHeight() - 50; y++) {
      if (picture.getRGB(x, y) == colour) {
        return y;
      }
    }
    return -1;
  }

  @Test
  void powersAreStraightOnLogarithmicScales() {
    BufferedImage picture = chart(Curve.Style.LINE).draw();

    int left = row(picture, 200, BLUE);
    int middle = row(picture, 500, BLUE);
    int right = row(picture, 800, BLUE);
    assertThat(left).isGreaterThan(middle);
    assertThat(middle).isGreaterThan(right).isPositive();
    assertThat(left + right).isCloseTo(2 * middle, within(4));
  }

  @Test
  void everyStyleIsDrawnDifferentlyAndTwiceTheSame() {
    List<Integer> hashes =
        IntStream.range(0, Curve.Style.values().length)
            .map(i -> pixels(chart(Curve.Style.values()[i]).draw()))
            .boxed()
            .toList();

    assertThat(hashes).doesNotHaveDuplicates();
    assertThat(pixels(chart(Curve.Style.values()[0]).draw())).isEqualTo(hashes.getFirst());
  }

  private static int pixels(BufferedImage picture) {
    int[] all =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return java.util.Arrays.hashCode(all);
  }

  @Test
  void ticksOfALogarithmicAxisAreRound() {
    Axis wide = new Axis(0.03, 2000, 0, 100, true, List.of());
    assertThat(wide.ticks(6).stream().map(tick -> wide.label(tick, 6)))
        .containsExactly("0.1", "1", "10", "100", "1000");
    Axis narrow = new Axis(4, 30, 0, 100, true, List.of());
    assertThat(narrow.ticks(6).stream().map(tick -> narrow.label(tick, 6)))
        .containsExactly("4", "5", "7", "10", "15", "20", "30");
    Axis middle = new Axis(4, 60, 0, 100, true, List.of());
    assertThat(middle.ticks(6).stream().map(tick -> middle.label(tick, 6)))
        .containsExactly("5", "10", "20", "50");
    assertThat(wide.pixel(0.03)).isZero();
    assertThat(wide.pixel(2000)).isEqualTo(100);
  }

  @Test
  void logarithmsOfNothingAreRefused() {
    assertThatThrownBy(() -> Scale.logarithmic("ms", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'ms'");
    assertThatThrownBy(() -> new Axis(0, 1, 0, 1, true, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelsKeepOffEachOtherAndOffTheEdge() {
    BufferedImage sheet = new BufferedImage(200, 60, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    Labels labels = new Labels(new Rectangle2D.Float(0, 0, 200, 60));

    int placed = 0;
    for (int i = 0; i < 30; i++) {
      placed += labels.place(graphics, "a label", 100, 30, Color.WHITE) ? 1 : 0;
    }
    assertThat(placed).isBetween(2, 8);
    assertThat(
            new Labels(new Rectangle2D.Float(0, 0, 20, 60))
                .place(graphics, "a label", 10, 30, Color.WHITE))
        .isFalse();
    graphics.dispose();
  }

  @Test
  void longerBarsAreOfGreaterValues() {
    BufferedImage picture =
        new BarChart(
                "t",
                List.of(
                    new BarChart.Group(
                        "g",
                        List.of(
                            new BarChart.Bar("a", 1, "1", 0),
                            new BarChart.Bar("b", 2, "2", 1),
                            new BarChart.Bar("c", 0, "0", 2)))))
            .draw();

    int first = length(picture, 0xff1f4e9e);
    int second = length(picture, 0xffd9480f);
    assertThat(second).isCloseTo(2 * first, within(2));
    assertThat(length(picture, 0xff2b8a3e)).isZero();
  }

  private static int length(BufferedImage picture, int colour) {
    int longest = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      int count = 0;
      for (int x = 0; x < picture.getWidth(); x++) {
        count += picture.getRGB(x, y) == colour ? 1 : 0;
      }
      longest = Math.max(longest, count);
    }
    return longest;
  }
}
