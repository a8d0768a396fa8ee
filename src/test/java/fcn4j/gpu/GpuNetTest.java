package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnVariant;
import fcn4j.net.GoldenTinyFcn8s;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.net.VggShape;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import fcn4j.testing.TestGpu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole nets on the GPU: against PyTorch, against the reference, twice, and within their memory.
 */
@Tag("gpu")
class GpuNetTest {
  /** A share of each array's largest value. */
  private static final double GOLDEN_TOLERANCE = 2e-6;

  private static final int STEPS = 20;

  private GpuBackend gpu;

  @BeforeEach
  void open() {
    gpu = TestGpu.open();
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  @Test
  void everyActivationTheLossAndEveryGradientOfTheGoldenNet() {
    new GoldenTinyFcn8s(gpu, GOLDEN_TOLERANCE).checkUnfused();
  }

  @Test
  void theFusedGoldenNet() {
    new GoldenTinyFcn8s(gpu, GOLDEN_TOLERANCE).checkFused();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threeStepsOfTheGoldenNet(boolean fuse) {
    new GoldenTinyFcn8s(gpu, GOLDEN_TOLERANCE).checkThreeStepsOfSgd(fuse);
  }

  /**
   * What a training run has come to.
   *
   * @param losses of each step
   * @param values of each parameter at the end
   * @param arenaBytes device memory held after each step
   */
  private record Run(List<Double> losses, Map<String, float[]> values, List<Long> arenaBytes) {}

  /** Twenty steps of a net with dropout on images of two sizes, two passes a step. */
  private static Run train(Backend backend, boolean fuse) {
    VggShape shape =
        new VggShape(
                3, List.of(new VggShape.Stage(1, 4), new VggShape.Stage(1, 6)), 8, 3, 10, 10, 0.5)
            .withSafePad();
    Graph written = TinyNets.fcn(shape, FcnVariant.FCN_16S, Upsampling.FIXED);
    Graph graph = fuse ? Fusion.rewrite(written, Set.of()) : written;
    Run run = new Run(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      TinyNets.randomise(parameters, 3);
      for (int step = 0; step < STEPS; step++) {
        Shape image = step % 2 == 0 ? new Shape(2, 3, 15, 17) : new Shape(1, 3, 20, 13);
        Feeds feeds =
            Feeds.of("data", TinyNets.image(image, step))
                .with("label", TinyNets.labels(image, TinyNets.CLASSES, step));
        executor.step(feeds, new StepState(9, 2L * step), false);
        run.losses.add(executor.loss());
        executor.step(feeds, new StepState(9, 2L * step + 1), true);
        parameters.update(1e-5, 0.9, 5e-4, 2, 1e4);
        backend.synchronize();
        run.arenaBytes.add(backend instanceof GpuBackend cuda ? cuda.gpu().arenaBytes() : 0L);
      }
      for (Parameter parameter : parameters.all()) {
        run.values.put(parameter.name(), parameters.get(parameter.name()));
      }
    }
    return run;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twentyStepsAsTheReferenceDoesThem(boolean fuse) {
    Run onGpu = train(gpu, fuse);
    try (ReferenceBackend reference = new ReferenceBackend()) {
      Run expected = train(reference, fuse);
      for (int step = 0; step < STEPS; step++) {
        double loss = expected.losses.get(step);
        assertThat(onGpu.losses.get(step))
            .as("loss of step %d", step)
            .isCloseTo(loss, Offset.offset(1e-5 * Math.abs(loss)));
      }
      expected.values.forEach((name, values) -> compare(name, onGpu.values.get(name), values));
    }
    assertThat(onGpu.arenaBytes.subList(4, STEPS))
        .as("device memory after the second step of each size")
        .containsOnly(onGpu.arenaBytes.get(3));
  }

  /**
   * Differences of single gradients add up over twenty steps, hence a wider bound than one step's.
   */
  private static void compare(String name, float[] actual, float[] expected) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s, element %d", name, i)
          .isCloseTo(expected[i], Offset.offset(1e-5f * largest));
    }
  }

  @Test
  void twoRunsGiveEqualBits() {
    Run first = train(gpu, true);
    Run second = train(gpu, true);
    assertThat(second.losses).isEqualTo(first.losses);
    first.values.forEach(
        (name, values) -> assertThat(second.values.get(name)).as(name).isEqualTo(values));
  }
}
