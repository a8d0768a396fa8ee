package fcn4j.op;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Conv2dReluTest {

  static List<OpCase> cases() {
    return OpCase.table(
        fused("3x3, pad 1, batch 2", Conv2d.square(3, 4, 3, 1, 1), new Shape(2, 3, 4, 5)),
        fused("1x1", Conv2d.square(5, 3, 1, 1, 0), new Shape(2, 5, 3, 3)),
        fused("kernel = input", Conv2d.square(2, 5, 3, 1, 0), new Shape(2, 2, 3, 3)),
        fused("large", Conv2d.square(17, 21, 3, 1, 1), new Shape(2, 17, 19, 23)).notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  private static OpCase fused(String name, Conv2d conv, Shape in) {
    return OpCase.of(name, new Conv2dRelu(conv), in).parameter(1, Values.offGrid());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsItsParts(OpCase opCase) {
    OpData data = opCase.data();
    Conv2d conv = ((Conv2dRelu) opCase.op()).conv();
    Shape out = opCase.output();
    double[] between = OpChecks.forward(conv, opCase.shapes(), data);
    OpResult relu =
        OpChecks.run(
            new Relu(),
            List.of(out),
            new OpData(List.of(between), List.of(), data.dOutput()),
            false);
    OpData back = new OpData(data.inputs(), data.parameters(), relu.dInputs().getFirst());
    OpResult parts = OpChecks.run(conv, opCase.shapes(), back, true);
    OpResult expected = new OpResult(relu.output(), parts.dInputs(), parts.dParameters());
    OpChecks.assertEqual(opCase, OpChecks.run(opCase.op(), opCase.shapes(), data, true), expected);
  }
}
