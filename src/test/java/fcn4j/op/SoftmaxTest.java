package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftmaxTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("batch 2", new Softmax(), new Shape(2, 5, 2, 3)),
        OpCase.of("one channel", new Softmax(), new Shape(1, 1, 2, 2)),
        OpCase.of("large scores", new Softmax(), new Shape(1, 3, 2, 2))
            .input(0, Values.of(500, -300, 0, 88, 501, -301, 0, 87, 400, -299, 0, 1000)),
        OpCase.of("large", new Softmax(), new Shape(2, 21, 19, 23)).notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void sumsToOne() {
    Shape shape = new Shape(1, 4, 1, 1);
    List<double[]> inputs = List.of(new double[] {1000, 1000, 1000, 1000});
    double[] y =
        OpChecks.forward(new Softmax(), List.of(shape), new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(0.25, 0.25, 0.25, 0.25);
  }
}
