package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReluTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("batch of planes", new Relu(), new Shape(2, 3, 4, 5))
            .input(0, Values.distinct(1)),
        OpCase.of("one number", new Relu(), new Shape(1, 1, 1, 1)).input(0, Values.of(-0.5)),
        OpCase.of("exact zeros", new Relu(), new Shape(1, 2, 3, 3))
            .input(0, Values.whole(2))
            .notSmooth(),
        OpCase.of("more than one task", new Relu(), new Shape(2, 5, 61, 67)).notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void gradientAtZeroIsZero() {
    Shape shape = new Shape(1, 1, 1, 3);
    List<double[]> inputs = List.of(new double[] {-1, 0, 2});
    OpData data = new OpData(inputs, List.of(), new double[] {5, 6, 7});
    OpResult result = OpChecks.run(new Relu(), List.of(shape), data, false);
    assertThat(result.output()).containsExactly(0, 0, 2);
    assertThat(result.dInputs().getFirst()).containsExactly(0, 0, 7);
  }
}
