package fcn4j.op;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SkipSumTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
            "diagonal, batch 2",
            new SkipSum(Deconv2d.diagonal(3, 4, 2), new Extent2(1, 2)),
            new Shape(2, 3, 2, 2),
            new Shape(2, 3, 8, 9)),
        OpCase.of(
            "dense",
            new SkipSum(Deconv2d.dense(3, 2, 4, 2), Extent2.ZERO),
            new Shape(1, 3, 2, 3),
            new Shape(1, 2, 6, 8)),
        OpCase.of(
                "fuse_pool4",
                new SkipSum(Deconv2d.diagonal(21, 4, 2), Extent2.square(5)),
                new Shape(1, 21, 9, 7),
                new Shape(1, 21, 31, 27))
            .notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardIsTheAdjoint(OpCase opCase) {
    OpChecks.checkAdjoint(opCase);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsItsParts(OpCase opCase) {
    SkipSum op = (SkipSum) opCase.op();
    OpData data = opCase.data();
    Shape out = opCase.output();
    List<Shape> coarse = opCase.shapes().subList(0, 1);
    OpResult deconv = OpChecks.run(op.deconv(), coarse, data, true);
    List<double[]> skip = new ArrayList<>(data.inputs().subList(1, 2));
    skip.add(null);
    OpResult crop =
        OpChecks.run(
            new Crop(op.offset()),
            List.of(opCase.shapes().get(1), out),
            new OpData(skip, List.of(), data.dOutput()),
            false);
    double[] y = deconv.output().clone();
    Arrays.setAll(y, i -> deconv.output()[i] + crop.output()[i]);
    List<double[]> dInputs = List.of(deconv.dInputs().getFirst(), crop.dInputs().getFirst());
    OpResult expected = new OpResult(y, dInputs, deconv.dParameters());
    OpChecks.assertEqual(opCase, OpChecks.run(op, opCase.shapes(), data, true), expected);
  }

  @Test
  void saysWhatIsWrong() {
    SkipSum op = new SkipSum(Deconv2d.diagonal(3, 4, 2), new Extent2(1, 2));
    OpChecks.assertRefuses(op, new Shape(2, 3, 2, 2), new Shape(2, 4, 8, 9))
        .hasMessageContaining("made for 3 channels");
    OpChecks.assertRefuses(op, new Shape(2, 3, 2, 2), new Shape(2, 3, 6, 9))
        .hasMessageContaining("a window of 6x6 at offset 1x2 does not lie inside (2,3,6,9)");
  }
}
