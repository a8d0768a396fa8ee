package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnVariant;
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

/** Twenty steps of SGD on the GPU: as the reference does them, twice, and within their memory. */
@Tag("gpu")
class GpuTrainingTest {
  private static final int STEPS = 20;

  /**
   * Differences of single gradients add up over twenty steps, hence a wider bound than one step's:
   * a share of each array's largest value.
   */
  private static final double TOLERANCE = 1e-5;

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

  /**
   * A net and how it is trained.
   *
   * @param graph as it is written
   * @param random whether also what starts at zero gets random values
   * @param images shapes of the batches, in turn
   * @param passes whose gradients are accumulated
   * @param rate of learning
   * @param clipNorm of the gradients
   */
  private record Course(
      Graph graph, boolean random, List<Shape> images, int passes, double rate, double clipNorm) {}

  /** Dropout of a half, images of two sizes, two passes a step, clipped gradients. */
  private static Course small() {
    List<VggShape.Stage> stages = List.of(new VggShape.Stage(1, 4), new VggShape.Stage(1, 6));
    VggShape shape = new VggShape(3, stages, 8, 3, 10, 10, 0.5).withSafePad();
    return new Course(
        TinyNets.fcn(shape, FcnVariant.FCN_16S, Upsampling.FIXED),
        true,
        List.of(new Shape(2, 3, 15, 17), new Shape(1, 3, 20, 13)),
        2,
        1e-5,
        1e4);
  }

  /** The last net of the demo, with a loss that is a sum, on small images. */
  private static Course demo() {
    return new Course(
        TinyNets.fcn(VggShape.digits(), FcnVariant.FCN_8S, Upsampling.FIXED),
        false,
        List.of(new Shape(1, 3, 24, 24)),
        1,
        1e-4,
        0);
  }

  /**
   * What a training run has come to.
   *
   * @param losses of each step
   * @param values of each parameter at the end
   * @param arenaBytes device memory held after each step
   */
  private record Run(List<Double> losses, Map<String, float[]> values, List<Long> arenaBytes) {}

  private static Run train(Backend backend, Course course, boolean fuse) {
    Graph graph = fuse ? Fusion.rewrite(course.graph, Set.of()) : course.graph;
    Run run = new Run(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      if (course.random) {
        TinyNets.randomise(parameters, 3);
      } else {
        parameters.initialise(3);
      }
      for (int step = 0; step < STEPS; step++) {
        Shape image = course.images.get(step % course.images.size());
        for (int pass = 0; pass < course.passes; pass++) {
          int number = step * course.passes + pass;
          Feeds feeds =
              Feeds.of("data", TinyNets.image(image, number))
                  .with("label", TinyNets.labels(image, TinyNets.CLASSES, number));
          executor.step(feeds, new StepState(9, number), pass > 0);
        }
        run.losses.add(executor.loss());
        parameters.update(course.rate, 0.9, 5e-4, course.passes, course.clipNorm);
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
  void asTheReferenceDoesThem(boolean fuse) {
    compareWithReference(small(), fuse);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theNetOfTheDemo(boolean fuse) {
    compareWithReference(demo(), fuse);
  }

  private void compareWithReference(Course course, boolean fuse) {
    Run onGpu = train(gpu, course, fuse);
    try (ReferenceBackend reference = new ReferenceBackend()) {
      Run expected = train(reference, course, fuse);
      for (int step = 0; step < STEPS; step++) {
        double loss = expected.losses.get(step);
        assertThat(onGpu.losses.get(step))
            .as("loss of step %d", step)
            .isCloseTo(loss, Offset.offset(TOLERANCE * Math.abs(loss)));
      }
      expected.values.forEach((name, values) -> compare(name, onGpu.values.get(name), values));
    }
    int settled = 2 * course.images.size();
    assertThat(onGpu.arenaBytes.subList(settled, STEPS))
        .as("device memory after the second step of each size")
        .containsOnly(onGpu.arenaBytes.get(settled - 1));
  }

  private static void compare(String name, float[] actual, float[] expected) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s, element %d", name, i)
          .isCloseTo(expected[i], Offset.offset(TOLERANCE * largest));
    }
  }

  @Test
  void twoRunsGiveEqualBits() {
    Run first = train(gpu, small(), true);
    Run second = train(gpu, small(), true);
    assertThat(second.losses).isEqualTo(first.losses);
    first.values.forEach(
        (name, values) -> assertThat(second.values.get(name)).as(name).isEqualTo(values));
  }
}
