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

class ConfusionMatrixTest {

  static List<OpCase> cases() {
    return OpCase.table(
        matrix("5 classes, batch 2", 5, new Shape(2, 1, 4, 6)),
        matrix("one class", 1, new Shape(1, 1, 2, 2)),
        matrix("255 classes", 255, new Shape(1, 1, 7, 9)),
        matrix("all ignored", 3, new Shape(1, 1, 2, 3)).input(1, Values.constant(255)),
        matrix("large", 21, new Shape(2, 1, 101, 103)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  private static OpCase matrix(String name, int classes, Shape shape) {
    return OpCase.of(name, new ConfusionMatrix(classes), shape, shape)
        .input(0, Values.whole(classes))
        .input(1, Values.labels(classes));
  }

  @Test
  void countsTrueClassByPrediction() {
    Shape shape = new Shape(1, 1, 1, 5);
    List<double[]> inputs = List.of(new double[] {0, 1, 1, 0, 1}, new double[] {0, 0, 1, 255, 1});
    double[] y =
        OpChecks.forward(
            new ConfusionMatrix(2), List.of(shape, shape), new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(1, 1, 0, 2);
  }

  @Test
  void namesAnUnknownLabel() {
    Shape shape = new Shape(1, 1, 1, 2);
    List<double[]> inputs = List.of(new double[] {0, 1}, new double[] {0, 2});
    OpData data = new OpData(inputs, List.of(), null);
    assertThatThrownBy(() -> OpChecks.forward(new ConfusionMatrix(2), List.of(shape, shape), data))
        .isInstanceOf(LabelException.class)
        .hasMessage(
            "label 2 at row 0, column 1 of image 0 of the batch is neither a class (0..1) nor the ignore label 255");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new ConfusionMatrix(256))
        .isInstanceOf(ShapeException.class)
        .hasMessage("ConfusionMatrix: classes must be in 1..255, got 256");
    OpChecks.assertRefuses(new ConfusionMatrix(2), new Shape(1, 1, 2, 2), new Shape(1, 1, 2, 3))
        .hasMessageContaining("need labels (1,1,2,2), got (1,1,2,3)");
  }
}
