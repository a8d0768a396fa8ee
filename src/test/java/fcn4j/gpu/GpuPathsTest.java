package fcn4j.gpu;

import fcn4j.op.AvgPool2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.PoolRule;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.tensor.Shape;
import fcn4j.testing.BackendContract;
import fcn4j.testing.OpCase;
import fcn4j.testing.TestGpu;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the CUDA backend takes another kernel than for the cases of the operations' own tables. */
@Tag("gpu")
class GpuPathsTest {
  private static GpuBackend backend;

  @BeforeAll
  static void open() {
    backend = TestGpu.open();
  }

  @AfterAll
  static void close() {
    if (backend != null) {
      backend.close();
    }
  }

  static List<OpCase> cases() {
    return List.of(
        OpCase.of("more channels than cuDNN takes", new Lrn(17, 2, 0.75, 1), new Shape(2, 20, 2, 3))
            .notSmooth(),
        OpCase.of("beta below cuDNN's", new Lrn(3, 0.5, 0.005, 1), new Shape(1, 5, 3, 3)),
        OpCase.of(
                "winners that need four bytes",
                new MaxPool2d(
                    new Extent2(17, 16), new Extent2(3, 5), new Extent2(2, 3), PoolRule.CEIL),
                new Shape(1, 2, 21, 23))
            .input(0, Values.distinct(1)),
        OpCase.of(
            "overhanging mean without padding",
            new AvgPool2d(new Extent2(3, 2), new Extent2(2, 3), Extent2.ONE, PoolRule.CEIL, false),
            new Shape(2, 2, 6, 7)),
        argMax("three inputs a pixel", Deconv2d.depthwise(3, 5, 2)),
        argMax("gaps between inputs", Deconv2d.diagonal(3, 2, 3)),
        loss("three inputs a pixel", Deconv2d.depthwise(3, 5, 2)),
        loss("three inputs a pixel, large window", Deconv2d.diagonal(2, 9, 3)),
        loss("gaps between inputs", Deconv2d.diagonal(3, 2, 3)),
        OpCase.of("a block a value", Deconv2d.dense(3, 9, 6, 2), new Shape(2, 3, 3, 4)).notSmooth(),
        OpCase.of("a thread for many products", Deconv2d.diagonal(1, 12, 1), plane(130))
            .notSmooth(),
        OpCase.of("four rows a thread", new Crop(new Extent2(1, 3)), plane(1030), plane(1025))
            .notSmooth());
  }

  private static Shape plane(int extent) {
    return new Shape(1, 1, extent, extent);
  }

  private static OpCase argMax(String name, Deconv2d deconv) {
    Shape coarse = new Shape(2, deconv.inChannels(), 5, 4);
    UpsampleArgMax op = new UpsampleArgMax(deconv, new Extent2(1, 2));
    return OpCase.of(name, op, coarse, new Shape(2, 1, 9, 7)).notSmooth();
  }

  private static OpCase loss(String name, Deconv2d deconv) {
    Shape coarse = new Shape(2, deconv.inChannels(), 5, 4);
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.VALID);
    UpsampleSoftmaxLoss op = new UpsampleSoftmaxLoss(deconv, new Extent2(1, 2), loss);
    return OpCase.of(name, op, coarse, new Shape(2, 1, 9, 7)).notSmooth();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(OpCase opCase) {
    BackendContract.check(backend, opCase);
  }
}
