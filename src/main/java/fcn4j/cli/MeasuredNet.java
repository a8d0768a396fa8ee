package fcn4j.cli;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Filler;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.profile.Profile;
import fcn4j.profile.Profiler;
import fcn4j.tensor.Shape;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A net that is to be measured with random images.
 *
 * @param entry its name and kind
 * @param graph as it was built
 * @param size of the images
 */
record MeasuredNet(Nets.Entry entry, Graph graph, ImageSize size, int batch, int classes) {
  private static final long SEED = 1;
  private static final String PREDICTION = "prediction";
  private static final String PROBABILITIES = "prob";

  /**
   * Throws unless the net can run.
   *
   * @throws BadInputException if it is to be trained and has no loss
   * @throws fcn4j.op.ShapeException if it can't take images of this size
   */
  void requireRunnable(boolean training) {
    if (training && graph.losses().isEmpty()) {
      throw new BadInputException(
          "--pass train: %s with %d classes has no loss, since labels are bytes; take at most 255 classes with --classes"
              .formatted(graph.name(), classes));
    }
    graph.shapes(shapes());
  }

  private Map<String, Shape> shapes() {
    return NetInputs.shapes(graph, size, batch, entry.classifier());
  }

  /**
   * Measures the forward pass or the whole step on a backend.
   *
   * @param weights where the values come from; random ones where there is no file
   * @param margin of the forward pass; a step computes all of it
   */
  Profile measure(
      Backend backend,
      boolean training,
      Optional<StartingWeights> weights,
      Margin margin,
      int repetitions,
      Output output,
      IntConsumer progress) {
    try (Parameters parameters = new Parameters(graph, backend, training)) {
      fill(parameters);
      weights.ifPresent(
          starting -> new Surgery(starting.strict(), output).run(starting, graph, parameters));
      return training
          ? step(parameters, repetitions, progress)
          : forward(parameters, margin, repetitions, progress);
    }
  }

  /** Random values also where the net's own rule is a constant: products with 0 are not typical. */
  private static void fill(Parameters parameters) {
    parameters.initialise(SEED);
    Filler random = new Filler.He();
    for (Parameter parameter : parameters.all()) {
      boolean constant = parameter.rule().filler() instanceof Filler.Constant;
      if (constant && parameter.spec().dims().size() > 1) {
        parameters.set(parameter.name(), random.fill(parameter.name(), parameter.spec(), SEED));
      }
    }
  }

  private Profile step(Parameters parameters, int repetitions, IntConsumer progress) {
    Feeds feeds = NetInputs.random(graph, shapes(), classes, SEED);
    Graph fused = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
    try (Executor executor = Executor.training(fused, parameters, Set.of())) {
      Profile profile = Profiler.training(executor, parameters, feeds, repetitions, progress);
      // Finds what went wrong behind the host's back, such as labels that are no classes.
      executor.loss();
      return profile;
    }
  }

  private Profile forward(
      Parameters parameters, Margin margin, int repetitions, IntConsumer progress) {
    Set<String> outputs = Set.of(graph.hasNode(PREDICTION) ? PREDICTION : PROBABILITIES);
    Graph fused = Fusion.rewrite(graph.forInference(outputs), outputs);
    Shape image = Objects.requireNonNull(shapes().get(Nets.IMAGE));
    Feeds feeds = NetInputs.random(graph, Map.of(Nets.IMAGE, image), classes, SEED);
    try (Executor executor = Executor.inference(fused, parameters, outputs, margin)) {
      return Profiler.forward(executor, parameters, feeds, repetitions, progress);
    }
  }
}
