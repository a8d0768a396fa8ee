package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.onednn.ProductConvolution.Pass;
import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.Memory;
import fcn4j.op.Occupancy;
import fcn4j.op.SkipSum;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import fcn4j.testing.BackendContract;
import fcn4j.testing.OpCase;
import fcn4j.testing.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways to compute a convolution that only wide layers take. */
@Tag("build")
class ConvolutionTest {

  static List<OpCase> cases() {
    List<OpCase> cases = new ArrayList<>();
    for (int pad = 0; pad <= 2; pad++) {
      cases.add(winograd("pad " + pad, 32, 48, pad, new Shape(2, 32, 9, 14)));
    }
    cases.add(winograd("whole tiles", 40, 32, 1, new Shape(1, 40, 8, 12)));
    cases.add(winograd("one pixel", 32, 32, 1, new Shape(3, 32, 1, 1)));
    cases.add(winograd("one row", 32, 33, 1, new Shape(1, 32, 1, 31)));
    cases.add(winograd("one column", 33, 32, 1, new Shape(1, 33, 31, 1)));
    cases.add(winograd("more channels than a work array", 2100, 32, 1, new Shape(1, 2100, 5, 6)));
    cases.add(winograd("many chunks", 32, 32, 1, new Shape(2, 32, 61, 57)));
    cases.add(
        OpCase.of(
                "ReLU by Winograd",
                new Conv2dRelu(Conv2d.square(64, 64, 3, 1, 1)),
                new Shape(1, 64, 13, 11))
            .parameter(1, Values.offGrid())
            .notSmooth());
    cases.add(
        OpCase.of("a product of patches", Conv2d.square(96, 1000, 7, 1, 0), new Shape(2, 96, 8, 9))
            .notSmooth());
    cases.add(
        OpCase.of(
                "a product of patches with all attributes",
                new Conv2dRelu(
                    new Conv2d(
                        200,
                        1800,
                        new Extent2(3, 4),
                        new Extent2(2, 1),
                        new Extent2(1, 3),
                        new Extent2(1, 2),
                        1,
                        true)),
                new Shape(1, 200, 6, 5))
            .parameter(1, Values.offGrid())
            .notSmooth());
    cases.addAll(fewInputs());
    return cases;
  }

  /** Kernels that see few values, some of them padding alone. */
  private static List<OpCase> fewInputs() {
    Conv2d uneven =
        new Conv2d(
            2,
            7,
            new Extent2(3, 4),
            new Extent2(2, 3),
            new Extent2(4, 9),
            new Extent2(2, 1),
            1,
            false);
    Conv2d blind = Conv2d.square(2, 3, 2, 5, 2);
    return List.of(
            OpCase.of(
                "few inputs, a margin", Conv2d.square(3, 20, 3, 1, 30), new Shape(2, 3, 9, 11)),
            OpCase.of("a margin", Conv2d.square(20, 9, 5, 2, 7), new Shape(2, 20, 9, 8)),
            OpCase.of("few inputs, all attributes", uneven, new Shape(2, 2, 7, 8)),
            OpCase.of(
                "few inputs, many rows", Conv2d.square(1, 4, 5, 1, 2), new Shape(2, 1, 90, 7)),
            OpCase.of("only windows that see padding", blind, new Shape(1, 2, 1, 1)),
            OpCase.of("padding, then a window", blind, new Shape(1, 2, 4, 5)))
        .stream()
        .map(OpCase::notSmooth)
        .toList();
  }

  private static OpCase winograd(String name, int in, int out, int pad, Shape shape) {
    Conv2d conv = Conv2d.square(in, out, 3, 1, pad);
    assertThat(WinogradConvolution.suits(conv, conv.output(List.of(shape)), true)).isTrue();
    return OpCase.of(name, conv, shape).notSmooth();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(OpCase opCase) {
    try (OnednnBackend backend = new OnednnBackend(2)) {
      BackendContract.check(backend, opCase);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReferenceOnMoreThreadsThanThereIsWorkFor(OpCase opCase) {
    try (OnednnBackend backend = new OnednnBackend(5)) {
      BackendContract.check(backend, opCase);
    }
  }

  /** A plan counts the packed weights of every operation that a deconvolution is in. */
  @Test
  void fusedDeconvolutionsTellOfTheirPackedWeights() {
    Deconv2d deconv = Deconv2d.dense(3, 2, 4, 2);
    List<Shape> inputs = List.of(new Shape(1, 3, 4, 5), new Shape(1, 2, 10, 12));
    try (OnednnBackend backend = new OnednnBackend(2);
        BoundOp alone = backend.bind("up", deconv, inputs.subList(0, 1));
        BoundOp cropped = backend.bind("up", new DeconvCrop(deconv, Extent2.ZERO), inputs);
        BoundOp summed = backend.bind("up", new SkipSum(deconv, Extent2.ZERO), inputs)) {
      assertThat(alone.packedBytes()).isPositive();
      assertThat(cropped.packedBytes()).isEqualTo(alone.packedBytes());
      assertThat(summed.packedBytes()).isEqualTo(alone.packedBytes());
    }
  }

  /** Patches that are made in several chunks, the last one shorter, give what one chunk gives. */
  @Test
  void patchesMayBeMadeInChunks() {
    Conv2d conv = Conv2d.square(6, 5, 3, 1, 1);
    Shape in = new Shape(2, 6, 9, 11);
    Shape out = conv.output(List.of(in));
    float[][] whole = passes(conv, in, out, Long.MAX_VALUE);
    float[][] chunks = passes(conv, in, out, 1);
    for (int i = 0; i < whole.length; i++) {
      assertThat(chunks[i]).as("result " + i).hasSameSizeAs(whole[i]);
      for (int j = 0; j < whole[i].length; j++) {
        assertThat(chunks[i][j]).isCloseTo(whole[i][j], Offset.offset(2e-4f));
      }
    }
  }

  private static float[][] passes(Conv2d conv, Shape in, Shape out, long chunkBytes) {
    AtomicInteger numbers = new AtomicInteger();
    try (Engine engine = new Engine(2, OnednnPrecision.FP32);
        Workers<FloatScratch> workers =
            new Workers<>(2, "test", () -> new FloatScratch(numbers.getAndIncrement()));
        ProductConvolution convolution =
            new ProductConvolution(
                engine, "node", conv, in, out, false, Pass.OF_TRAINING, chunkBytes, workers)) {
      View x = random(in, 1);
      View weights = random(new Shape(1, 1, 1, 5 * 6 * 9), 2);
      View bias = random(new Shape(1, 1, 1, 5), 3);
      View dOut = random(out, 4);
      View y = random(out, 5);
      View dIn = random(in, 6);
      View dWeights = random(weights.shape(), 7);
      View dBias = random(bias.shape(), 8);
      View workspace = random(new Shape(1, 1, 1, (int) convolution.workspaceBytes() / 4 + 1), 9);
      long scratch = OnednnMemory.address(workspace);
      convolution.forward(x, weights, bias, y, scratch);
      convolution.backwardInput(dOut, weights, dIn, GradMode.ACCUMULATE, scratch);
      convolution.backwardWeights(
          x, dOut, dWeights, GradMode.OVERWRITE, dBias, GradMode.ACCUMULATE, scratch);
      float[][] results = {read(y), read(dIn), read(dWeights), read(dBias)};
      List.of(x, weights, bias, dOut, y, dIn, dWeights, dBias, workspace)
          .forEach(view -> view.memory().close());
      return results;
    }
  }

  @Test
  void aProductForInferenceHasNoGradients() {
    Conv2d conv = Conv2d.square(6, 5, 3, 1, 1);
    Shape in = new Shape(2, 6, 9, 11);
    Shape out = conv.output(List.of(in));
    try (Engine engine = new Engine(2, OnednnPrecision.FP32);
        Workers<FloatScratch> workers = new Workers<>(2, "test", () -> new FloatScratch(0));
        ProductConvolution convolution =
            new ProductConvolution(
                engine, "conv", conv, in, out, false, Pass.OF_INFERENCE, 1 << 12, workers)) {
      View dIn = random(in, 1);
      View dOut = random(out, 2);
      View weights = random(new Shape(1, 1, 1, 5 * 6 * 9), 3);
      View workspace = random(new Shape(1, 1, 1, (int) convolution.workspaceBytes() / 4 + 1), 4);
      long scratch = OnednnMemory.address(workspace);
      assertThatThrownBy(
              () -> convolution.backwardInput(dOut, weights, dIn, GradMode.OVERWRITE, scratch))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("conv was not bound for the pass D_INPUT");
      List.of(dIn, dOut, weights, workspace).forEach(view -> view.memory().close());
    }
  }

  private static View random(Shape shape, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[shape.arrayLength()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    Memory memory = new OnednnMemory("a test's tensor", 4L * values.length, new Occupancy());
    memory.writeFloats(0, values, 0, values.length);
    return new View(memory, 0, shape, ElementType.FLOAT32);
  }

  private static float[] read(View view) {
    float[] values = new float[view.shape().arrayLength()];
    view.memory().readFloats(view.offsetBytes(), values, 0, values.length);
    return values;
  }
}
