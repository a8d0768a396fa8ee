package fcn4j.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.graph.NodePass;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.net.VggShape;
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.op.Frame;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import fcn4j.testing.TestGpu;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Profiles of small nets on every backend: what is in them, not how long it took. */
class ProfilerTest {
  private static final int CLASSES = TinyNets.CLASSES;
  private static final Shape IMAGE = new Shape(2, 3, 17, 21);

  /** Few channels, and a margin of which only a part is computed. */
  private static final VggShape WITH_MARGIN =
      new VggShape(
          3,
          List.of(new VggShape.Stage(1, 2), new VggShape.Stage(1, 3), new VggShape.Stage(1, 3)),
          60,
          3,
          4,
          4,
          0);

  private static final int REPETITIONS = 3;
  private static final Set<String> PREDICTION = Set.of("prediction");

  @Test
  void onTheReferenceBackend() {
    try (Backend backend = new ReferenceBackend(2)) {
      checkTraining(backend);
      checkForward(backend);
    }
  }

  @Test
  @Tag("build")
  void onOnednn() {
    try (Backend backend = new OnednnBackend(2)) {
      checkTraining(backend);
      checkForward(backend);
    }
  }

  @Test
  @Tag("gpu")
  void onTheGpu() {
    try (Backend backend = TestGpu.open()) {
      checkTraining(backend);
      checkForward(backend);
    }
  }

  private static void checkTraining(Backend backend) {
    Graph net = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);
    Graph graph = Fusion.rewrite(net.forTraining(Set.of()), Set.of());
    try (Parameters parameters = new Parameters(net, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      TinyNets.randomise(parameters, 3);
      Map<String, float[]> before = values(parameters);
      Feeds feeds =
          Feeds.of("data", TinyNets.image(IMAGE, 1))
              .with("label", TinyNets.labels(IMAGE, CLASSES, 2));
      List<Integer> progress = new ArrayList<>();
      Profile profile = Profiler.training(executor, parameters, feeds, REPETITIONS, progress::add);
      assertThat(progress).containsExactly(1, 2, 3);
      assertThat(values(parameters))
          .as("measuring does not train")
          .usingRecursiveComparison()
          .isEqualTo(before);
      assertThat(executor.loss()).isPositive().isFinite();
      List<NodePass> passes = executor.nodePasses();
      assertThat(profile.nodes()).hasSize(passes.size() + 1);
      for (int i = 0; i < passes.size(); i++) {
        NodeTime time = profile.nodes().get(i);
        NodePass pass = passes.get(i);
        assertThat(time.node()).isEqualTo(pass.node().name());
        assertThat(time.phase()).isEqualTo(pass.isBackward() ? Phase.BACKWARD : Phase.FORWARD);
        assertThat(time.output()).isEqualTo(pass.output());
      }
      NodeTime update = profile.nodes().getLast();
      long trained =
          parameters.all().stream()
              .filter(Parameter::trainable)
              .mapToLong(parameter -> parameter.spec().count())
              .sum();
      assertThat(update.phase()).isEqualTo(Phase.UPDATE);
      assertThat(update.work()).isEqualTo(Work.update(trained));
      checkTimes(profile, parameters);
    }
  }

  private static void checkForward(Backend backend) {
    Graph net = TinyNets.fcn(WITH_MARGIN, FcnVariant.FCN_32S, Upsampling.FIXED);
    Graph graph = Fusion.rewrite(net.forInference(PREDICTION), PREDICTION);
    try (Parameters parameters = new Parameters(net, backend, false);
        Executor executor = Executor.inference(graph, parameters, PREDICTION)) {
      TinyNets.randomise(parameters, 3);
      Shape image = new Shape(1, 3, 12, 16);
      Feeds feeds = Feeds.of("data", TinyNets.image(image, 1));
      Profile profile = Profiler.forward(executor, parameters, feeds, REPETITIONS, _ -> {});
      assertThat(profile.nodes()).allMatch(node -> node.phase() == Phase.FORWARD);
      assertThat(profile.nodes()).anyMatch(node -> node.op() instanceof Frame);
      assertThat(profile.nodes())
          .filteredOn(node -> !(node.op() instanceof Frame))
          .extracting(NodeTime::node)
          .isEqualTo(graph.nodes().stream().map(Node::name).toList());
      assertThat(profile.sumMillis(Phase.FORWARD)).isEqualTo(profile.sumMillis());
      assertThat(profile.sumMillis(Phase.BACKWARD)).isZero();
      checkTimes(profile, parameters);
    }
  }

  private static void checkTimes(Profile profile, Parameters parameters) {
    assertThat(profile.repetitions()).isEqualTo(REPETITIONS);
    assertThat(profile.wholeMillis()).allMatch(millis -> millis > 0);
    assertThat(profile.wholeMedianMillis()).isPositive();
    assertThat(profile.sumMillis()).isPositive();
    assertThat(profile.peakBytes()).isGreaterThan(parameters.bytes());
    assertThat(profile.nodes())
        .allSatisfy(node -> {
          assertThat(node.millis()).hasSize(REPETITIONS).allMatch(millis -> millis >= 0);
          assertThat(node.work().bytes()).isPositive();
        });
  }

  private static Map<String, float[]> values(Parameters parameters) {
    Map<String, float[]> values = new HashMap<>();
    parameters.all().forEach(one -> values.put(one.name(), parameters.get(one.name())));
    return values;
  }

  @Test
  void medianIsTheValueInTheMiddle() {
    assertThat(Profile.median(List.of(3.0, 1.0, 8.0))).isEqualTo(3);
    assertThat(Profile.median(List.of(3.0, 1.0, 8.0, 4.0))).isEqualTo(3.5);
    assertThatThrownBy(() -> Profile.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deviceThatWorksBehindTheHostGetsAHeadStart() {
    // A copy of 64 MiB takes 134 ms, however fast the host enqueues it.
    RuledDevice device = new RuledDevice(1e9, 1e6);
    Backend backend = device.backend();
    try (HeadStart headStart = new HeadStart(backend)) {
      double before = device.clockMillis();
      headStart.give(1000);
      assertThat(device.clockMillis() - before).isBetween(1500.0, 1650.0);
    }
    assertThat(device.openProbes).isZero();
  }

  @Test
  void deviceThatHasWorkedWhenACallReturnsNeedsNone() {
    try (Backend backend = new ReferenceBackend(1);
        HeadStart headStart = new HeadStart(backend)) {
      backend.resetPeakBytes();
      assertThat(backend.peakBytes()).as("the copy is closed").isZero();
      headStart.give(1000);
    }
  }
}
