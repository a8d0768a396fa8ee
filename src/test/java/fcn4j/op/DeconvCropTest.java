package fcn4j.op;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeconvCropTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of(
            "dense, batch 2",
            new DeconvCrop(Deconv2d.dense(3, 2, 4, 2), new Extent2(1, 2)),
            new Shape(2, 3, 3, 4),
            new Shape(2, 1, 5, 6)),
        OpCase.of(
            "diagonal",
            new DeconvCrop(Deconv2d.diagonal(3, 4, 2), Extent2.ONE),
            new Shape(1, 3, 3, 3),
            new Shape(1, 3, 6, 5)),
        OpCase.of(
            "one pixel of it",
            new DeconvCrop(Deconv2d.depthwise(2, 4, 2), new Extent2(3, 2)),
            new Shape(1, 2, 2, 2),
            new Shape(1, 2, 1, 1)),
        OpCase.of(
            "nothing cropped",
            new DeconvCrop(Deconv2d.dense(2, 2, 2, 2), Extent2.ZERO),
            new Shape(1, 2, 2, 3),
            new Shape(1, 2, 4, 6)),
        OpCase.of(
                "upscore8",
                new DeconvCrop(Deconv2d.diagonal(21, 16, 8), Extent2.square(31)),
                new Shape(1, 21, 12, 11),
                new Shape(1, 3, 40, 33))
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
    DeconvCrop op = (DeconvCrop) opCase.op();
    OpData data = opCase.data();
    List<Shape> coarse = opCase.shapes().subList(0, 1);
    double[] full = OpChecks.forward(op.deconv(), coarse, data);
    List<Shape> cropped = List.of(op.deconv().output(coarse), opCase.shapes().get(1));
    List<double[]> inputs = new ArrayList<>(List.of(full));
    inputs.add(null);
    OpResult crop =
        OpChecks.run(
            new Crop(op.offset()), cropped, new OpData(inputs, List.of(), data.dOutput()), false);
    OpData back = new OpData(data.inputs(), data.parameters(), crop.dInputs().getFirst());
    OpResult parts = OpChecks.run(op.deconv(), coarse, back, true);
    List<double[]> dInputs = new ArrayList<>(parts.dInputs());
    dInputs.add(null);
    OpResult expected = new OpResult(crop.output(), dInputs, parts.dParameters());
    OpChecks.assertEqual(opCase, OpChecks.run(op, opCase.shapes(), data, true), expected);
  }

  @Test
  void saysWhatIsWrong() {
    DeconvCrop op = new DeconvCrop(Deconv2d.diagonal(3, 4, 2), new Extent2(3, 0));
    OpChecks.assertRefuses(op, new Shape(1, 3, 2, 2), new Shape(1, 1, 4, 4))
        .hasMessageContaining("the image is smaller than the net can take");
  }
}
