package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
  private static final Frame.Axis RING = new Frame.Axis(9, 3, 2, 0, 2, 1, 3);

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
            "ring, middle and ring; batch 2",
            new Frame(RING, new Frame.Axis(11, 2, 3, 1, 4, 2, 6)),
            new Shape(2, 3, 4, 5),
            new Shape(1, 3, 4, 8)),
        OpCase.of(
            "constant surroundings",
            new Frame(Frame.Axis.constant(6, 1), Frame.Axis.constant(5, 3)),
            new Shape(1, 2, 3, 2),
            new Shape(1, 2, 1, 1)),
        OpCase.of(
            "a window that is cut at both sides",
            new Frame(new Frame.Axis(3, -2, 1, 0, 1, 1, 2), Frame.Axis.constant(2, -1)),
            new Shape(1, 2, 7, 5),
            new Shape(1, 2, 3, 1)),
        OpCase.of(
            "a window outside",
            new Frame(new Frame.Axis(3, 5, 1, 1, 0, 0, 0), Frame.Axis.constant(2, -9)),
            new Shape(1, 2, 2, 3),
            new Shape(1, 2, 2, 1)),
        OpCase.of(
            "no middle",
            new Frame(new Frame.Axis(4, 1, 2, 0, 0, 2, 2), new Frame.Axis(3, 1, 3, 0, 0, 0, 0)),
            new Shape(1, 1, 2, 1),
            new Shape(1, 1, 4, 3)),
        OpCase.of(
            "large",
            new Frame(new Frame.Axis(70, 5, 4, 0, 4, 3, 5), new Frame.Axis(83, 9, 4, 0, 4, 3, 5)),
            new Shape(2, 9, 61, 60),
            new Shape(1, 9, 8, 8)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void repeatsTheMiddleAndRunsAlongTheEnds() {
    Frame frame = new Frame(Frame.Axis.constant(1, 1), RING);
    List<Shape> shapes = List.of(new Shape(1, 1, 1, 2), new Shape(1, 1, 1, 4));
    List<double[]> inputs = List.of(new double[] {7, 8}, new double[] {1, 2, 3, 4});
    assertThat(OpChecks.forward(frame, shapes, new OpData(inputs, List.of(), null)))
        .containsExactly(1, 2, 3, 3, 3, 3, 3, 3, 4);
    Frame around = new Frame(Frame.Axis.constant(1, 0), RING);
    assertThat(OpChecks.forward(around, shapes, new OpData(inputs, List.of(), null)))
        .containsExactly(1, 2, 3, 7, 8, 3, 3, 3, 4);
  }

  @Test
  void hasNoGradient() {
    Frame frame = new Frame(RING, RING);
    assertThat(frame.differentiable(0)).isFalse();
    assertThat(frame.differentiable(1)).isFalse();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Frame.Axis(3, 0, 2, 0, 0, 2, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Frame: a head of 2 and a tail of 2 do not fit into 3 pixels");
    assertThatThrownBy(() -> new Frame.Axis(3, 0, 1, -1, 0, 1, 0))
        .hasMessageContaining("must be at least 0, got -1, 0 and 0");
    OpChecks.assertRefuses(new Frame(RING, RING), new Shape(1, 2, 3, 3), new Shape(2, 2, 9, 9))
        .hasMessageContaining("needs a blank map of one image and 2 channels, got (2,2,9,9)");
    OpChecks.assertRefuses(new Frame(RING, RING), new Shape(1, 2, 3, 3), new Shape(1, 2, 9, 3))
        .hasMessageContaining("Frame: columns Axis[")
        .hasMessageContaining("reach beyond the blank map (1,2,9,3)");
  }
}
