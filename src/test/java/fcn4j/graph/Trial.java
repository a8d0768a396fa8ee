package fcn4j.graph;

import fcn4j.net.TinyNets;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One training step of a net with random weights: what came of it. */
record Trial(double loss, Map<String, float[]> gradients) {
  static final int SEED = 11;

  static Feeds feeds(Graph graph, Shape image) {
    Feeds feeds = Feeds.of("data", TinyNets.image(image, SEED));
    if (graph.input("label") != null) {
      feeds.with("label", TinyNets.labels(image, TinyNets.CLASSES, SEED));
    }
    if (graph.input("mask") != null) {
      ByteTensor mask = ByteTensor.filled(image.withChannels(1), 0);
      Random random = new Random(SEED);
      for (int i = 0; i < mask.data().length; i++) {
        mask.data()[i] = (byte) random.nextInt(2);
      }
      feeds.with("mask", mask);
    }
    return feeds;
  }

  static Trial of(Graph graph, Backend backend, Shape image, Set<String> kept) {
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, kept, Set.of("data"))) {
      TinyNets.randomise(parameters, SEED);
      executor.step(feeds(graph, image), new StepState(SEED, 0), false);
      return result(executor, parameters);
    }
  }

  static Trial result(Executor executor, Parameters parameters) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    gradients.put("data", executor.readInputGradient("data").data());
    for (Parameter parameter : parameters.all()) {
      if (parameter.trainable()) {
        gradients.put(parameter.name(), parameters.gradient(parameter.name()));
      }
    }
    return new Trial(executor.loss(), gradients);
  }
}
