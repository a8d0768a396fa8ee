package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.Values;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrepareImageTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
                "BGR less the mean",
                new PrepareImage(List.of(104.00699f, 116.66877f, 122.67892f), 1, true, false),
                new Shape(2, 3, 4, 3))
            .input(0, Values.whole(256)),
        OpCase.of(
                "RGB, scaled",
                new PrepareImage(List.of(127.5f, 127.5f, 127.5f), 1 / 128f, false, false),
                new Shape(1, 5, 2, 3))
            .input(0, Values.whole(256)),
        OpCase.of(
                "mirrored and moved",
                new PrepareImage(List.of(1f, 2f, 3f), 1, true, true),
                new Shape(3, 4, 5, 3),
                new Shape(3, 1, 1, 3))
            .input(0, Values.whole(256))
            .input(1, Values.of(1, 1, -2, 0, -1, 3, 1, 9, 0)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  private static final List<Shape> ONE_ROW = List.of(new Shape(1, 1, 3, 3), new Shape(1, 1, 1, 3));

  /** A row of three pixels, red green blue: (1,2,3), (4,5,6), (7,8,9). */
  private static double[] blueAfter(double mirror, double dy, double dx) {
    PrepareImage op = new PrepareImage(List.of(0f, 0f, 0f), 1, true, true);
    List<double[]> inputs =
        List.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new double[] {mirror, dy, dx});
    double[] y = OpChecks.forward(op, ONE_ROW, new OpData(inputs, List.of(), null));
    return Arrays.copyOf(y, 3);
  }

  @Test
  void ordersMirrorsAndMoves() {
    assertThat(blueAfter(0, 0, 0)).containsExactly(3, 6, 9);
    assertThat(blueAfter(1, 0, 0)).containsExactly(9, 6, 3);
    assertThat(blueAfter(0, 0, 1)).containsExactly(0, 3, 6);
    assertThat(blueAfter(1, 0, 1)).containsExactly(0, 9, 6);
    assertThat(blueAfter(0, 0, -2)).containsExactly(9, 0, 0);
    assertThat(blueAfter(0, 1, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void subtractsTheMeanInTheOrderOfTheOutputAndScales() {
    List<double[]> inputs = List.of(new double[] {10, 20, 30});
    List<Shape> pixel = List.of(new Shape(1, 1, 1, 3));
    OpData data = new OpData(inputs, List.of(), null);
    PrepareImage bgr = new PrepareImage(List.of(1f, 2f, 3f), 0.5f, true, false);
    assertThat(OpChecks.forward(bgr, pixel, data)).containsExactly(14.5, 9, 3.5);
    PrepareImage rgb = new PrepareImage(List.of(1f, 2f, 3f), 2, false, false);
    assertThat(OpChecks.forward(rgb, pixel, data)).containsExactly(18, 36, 54);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(
            new PrepareImage(List.of(0f, 0f, 0f), 1, true, false), new Shape(1, 3, 4, 5))
        .hasMessage("PrepareImage takes bytes (N,H,W,3), got (1,3,4,5)");
    assertThatThrownBy(() -> new PrepareImage(List.of(1f), 1, true, false))
        .isInstanceOf(ShapeException.class)
        .hasMessage("PrepareImage: the mean needs 3 values, got [1.0]");
  }
}
