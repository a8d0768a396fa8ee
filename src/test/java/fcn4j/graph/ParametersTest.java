package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.HostStorage;
import fcn4j.op.StepState;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private final WatchedBackend backend = new WatchedBackend(64);
  private final Graph graph = TinyNets.fcn(FcnVariant.FCN_16S, Upsampling.FIXED);

  @AfterEach
  void close() {
    assertThat(backend.openMemories).isZero();
    backend.close();
  }

  @Test
  void valuesComeBackAndDoNotTouchTheirNeighbours() {
    try (Parameters parameters = new Parameters(graph, backend, true)) {
      Map<String, float[]> expected = new HashMap<>();
      for (Parameter parameter : parameters.all()) {
        float[] values =
            parameter.diagonal()
                ? parameter.rule().filler().fill(parameter.name(), parameter.spec(), 0)
                : new Filler.Gaussian(1).fill(parameter.name(), parameter.spec(), 9);
        parameters.set(parameter.name(), values);
        expected.put(parameter.name(), values);
      }
      expected.forEach((name, values) -> {
        assertThat(parameters.get(name)).as(name).isEqualTo(values);
        if (parameters.isTrained(name)) {
          assertThat(parameters.gradient(name)).containsOnly(0);
          assertThat(parameters.momentum(name)).containsOnly(0);
          parameters.setMomentum(name, values);
        }
      });
      expected.forEach((name, values) -> {
        assertThat(parameters.get(name)).as(name).isEqualTo(values);
        if (parameters.isTrained(name)) {
          assertThat(parameters.momentum(name)).isEqualTo(values);
          assertThat(parameters.gradient(name)).containsOnly(0);
        }
      });
    }
  }

  @Test
  void valuesInTheMachinesOwnMemoryAreWrittenInPlace() {
    try (Parameters parameters = new Parameters(graph, new HostStorage(), false)) {
      assertThat(parameters.inPlace()).isTrue();
      long version = parameters.version();
      for (Parameter parameter : parameters.all()) {
        float[] values = new Filler.Gaussian(1).fill(parameter.name(), parameter.spec(), 9);
        Optional<MemorySegment> place = parameters.place(parameter.name());
        // What must be diagonal is looked at when it is set.
        assertThat(place.isEmpty()).isEqualTo(parameter.diagonal());
        place.ifPresent(segment -> segment.copyFrom(MemorySegment.ofArray(values)));
      }
      assertThat(parameters.version()).isGreaterThan(version);
      for (Parameter parameter : parameters.all()) {
        if (!parameter.diagonal()) {
          assertThat(parameters.get(parameter.name()))
              .isEqualTo(new Filler.Gaussian(1).fill(parameter.name(), parameter.spec(), 9));
        }
      }
    }
    try (Parameters elsewhere = new Parameters(graph, backend, false)) {
      assertThat(elsewhere.inPlace()).isFalse();
      assertThat(elsewhere.place("conv1.weight")).isEmpty();
    }
  }

  @Test
  void trainedOnesComeFirstAndAloneHaveGradients() {
    try (Parameters training = new Parameters(graph, backend, true);
        Parameters inference = new Parameters(graph, backend, false)) {
      List<String> names = training.all().stream().map(Parameter::name).toList();
      assertThat(names).startsWith("conv1.weight").endsWith("upscore2.weight", "upscore4.weight");
      assertThat(training.isTrained("score_pool2.bias")).isTrue();
      assertThat(training.isTrained("upscore2.weight")).isFalse();
      assertThat(inference.isTrained("conv1.weight")).isFalse();
      assertThat(inference.bytes()).isLessThan(training.bytes());
      assertThatThrownBy(() -> training.gradient("upscore2.weight"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'upscore2.weight' is not trained");
      assertThatThrownBy(() -> inference.momentum("conv1.weight"))
          .isInstanceOf(GraphException.class);
      assertThatThrownBy(() -> inference.update(0.1, 0.9, 0, 1, 0))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("nothing to update");
    }
  }

  @Test
  void wrongNamesAndCountsAreRefused() {
    try (Parameters parameters = new Parameters(graph, backend, false)) {
      assertThat(parameters.has("conv1.weight")).isTrue();
      assertThat(parameters.has("conv9.weight")).isFalse();
      assertThatThrownBy(() -> parameters.get("conv9.weight"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'conv9.weight'");
      assertThatThrownBy(() -> parameters.set("conv1.bias", new float[5]))
          .isInstanceOf(GraphException.class)
          .hasMessage("parameter 'conv1.bias' has extents [4], got 5 values");
    }
  }

  @Test
  void weightsOffTheDiagonalAreRefused() {
    try (Parameters parameters = new Parameters(graph, backend, false)) {
      float[] weights = new float[5 * 5 * 16];
      weights[(2 * 5 + 2) * 16 + 3] = 1;
      parameters.set("upscore2.weight", weights);
      assertThat(parameters.get("upscore2.weight")).isEqualTo(weights);
      weights[(2 * 5 + 4) * 16 + 15] = 0.5f;
      assertThatThrownBy(() -> parameters.set("upscore2.weight", weights))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("from channel 2 to channel 4 is 0.5")
          .hasMessageContaining("learned upsampling");
    }
  }

  @Test
  void stretchesAreSetOneByOne() {
    try (Parameters parameters = new Parameters(graph, backend, false)) {
      parameters.initialise(1);
      float[] wanted = parameters.get("conv1.weight");
      float[] neighbour = parameters.get("conv1.bias");
      float[] part = {7, 8, 9, 0};
      parameters.set("conv1.weight", 2, part, 3);
      parameters.set("conv1.weight", wanted.length - 1L, part, 1);
      System.arraycopy(part, 0, wanted, 2, 3);
      wanted[wanted.length - 1] = 7;
      assertThat(parameters.get("conv1.weight")).isEqualTo(wanted);
      assertThat(parameters.get("conv1.bias")).isEqualTo(neighbour);
      for (long first : new long[] {-1, wanted.length - 3, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> parameters.set("conv1.weight", first, part, 4))
            .isInstanceOf(GraphException.class)
            .hasMessageContaining("'conv1.weight'")
            .hasMessageContaining("outside");
      }
      long offDiagonal = (2 * 5 + 4) * 16 + 14;
      parameters.set("upscore2.weight", offDiagonal, new float[2], 2);
      assertThatThrownBy(
              () -> parameters.set("upscore2.weight", offDiagonal, new float[] {0, 0.5f}, 2))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("from channel 2 to channel 4 is 0.5");
    }
  }

  @Test
  void stretchesOfValuesAndMomentumAreCopied() {
    try (Parameters parameters = new Parameters(graph, backend, true)) {
      String name = "conv1.weight";
      parameters.initialise(1);
      float[] values = parameters.get(name);
      float[] momentum = new float[values.length];
      for (int first : new int[] {0, 3, values.length - 2}) {
        float[] part = {first + 1, first + 2, 0};
        parameters.setMomentum(name, first, part, 2);
        System.arraycopy(part, 0, momentum, first, 2);
      }
      assertThat(parameters.momentum(name)).isEqualTo(momentum);
      assertThat(parameters.momentum("conv1.bias")).containsOnly(0);
      float[] found = {-1, -1, -1, -1};
      parameters.get(name, 5, found, 1, 2);
      assertThat(found).containsExactly(-1, values[5], values[6], -1);
      parameters.momentum(name, 3, found, 2, 2);
      assertThat(found).containsExactly(-1, values[5], 4, 5);
      for (long first : new long[] {-1, values.length - 3, Long.MAX_VALUE}) {
        for (ThrowingCallable outside :
            List.<ThrowingCallable>of(
                () -> parameters.get(name, first, found, 0, 4),
                () -> parameters.momentum(name, first, found, 0, 4),
                () -> parameters.setMomentum(name, first, found, 4))) {
          assertThatThrownBy(outside)
              .isInstanceOf(GraphException.class)
              .hasMessageContaining("'conv1.weight'")
              .hasMessageContaining("outside");
        }
      }
      assertThatThrownBy(() -> parameters.setMomentum("upscore2.weight", 0, found, 1))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("not trained");
      assertThatThrownBy(() -> parameters.setMomentum(name, found))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("got 4 values");
    }
  }

  @Test
  void initialValuesFollowFromTheSeed() {
    try (Parameters a = new Parameters(graph, backend, false);
        Parameters b = new Parameters(graph, backend, true)) {
      a.initialise(4);
      b.initialise(4);
      for (Parameter parameter : a.all()) {
        assertThat(a.get(parameter.name())).isEqualTo(b.get(parameter.name()));
      }
      b.initialise(5);
      assertThat(a.get("conv1.weight")).isNotEqualTo(b.get("conv1.weight"));
      assertThat(a.get("score_fr.weight")).containsOnly(0);
      assertThat(a.get("conv1.bias")).containsOnly(0);
      float[] bilinear = new float[5 * 5 * 16];
      for (int c = 0; c < 5; c++) {
        System.arraycopy(Filler.Bilinear.kernel(4), 0, bilinear, (c * 5 + c) * 16, 16);
      }
      assertThat(a.get("upscore2.weight")).isEqualTo(bilinear);
    }
  }

  /** w -= rate * multiplier * (gradient + decay * multiplier * w) in the first step. */
  @Test
  void updateHeedsTheMultipliers() {
    Shape image = new Shape(1, 3, 11, 13);
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      TinyNets.randomise(parameters, 2);
      executor.step(Trial.feeds(graph, image), new StepState(1, 0), false);
      Map<String, float[]> before = new HashMap<>();
      parameters.all().forEach(p -> before.put(p.name(), parameters.get(p.name())));

      parameters.update(1e-3, 0.9, 0.1, 1, 0);

      for (Parameter parameter : parameters.all()) {
        float[] old = before.get(parameter.name());
        float[] now = parameters.get(parameter.name());
        if (!parameter.trainable()) {
          assertThat(now).isEqualTo(old);
          continue;
        }
        float[] gradient = parameters.gradient(parameter.name());
        boolean bias = parameter.name().endsWith("bias");
        for (int i = 0; i < old.length; i++) {
          double step = bias ? 2e-3 * gradient[i] : 1e-3 * (gradient[i] + 0.1 * old[i]);
          assertThat((double) now[i])
              .as("%s %d", parameter.name(), i)
              .isCloseTo(old[i] - step, offset(1e-6));
          assertThat((double) parameters.momentum(parameter.name())[i])
              .isCloseTo(step, offset(1e-6));
        }
      }
    }
  }
}
