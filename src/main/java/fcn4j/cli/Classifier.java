package fcn4j.cli;

import fcn4j.data.ClassifierInput;
import fcn4j.data.RgbImage;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.Nets;
import fcn4j.net.TransplantReport;
import fcn4j.op.Backend;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A net that classifies whole pictures, with its weights. Owns its parameters. */
final class Classifier implements AutoCloseable {
  /** The node of probabilities. */
  static final String PROBABILITIES = "prob";

  private final Parameters parameters;
  private final Executor executor;
  private final int classes;

  /** A class and how likely it is. */
  record Guess(int index, float probability) {}

  private Classifier(Parameters parameters, Executor executor, int classes) {
    this.parameters = parameters;
    this.executor = executor;
    this.classes = classes;
  }

  /**
   * Builds the net with as many classes as the file has scores for, and reads the weights.
   *
   * @throws BadInputException if the file lacks a layer of the net
   * @throws fcn4j.weights.WeightFileException if it cannot be read
   * @throws fcn4j.graph.GraphException if its arrays do not fit
   */
  static Classifier open(Nets.Entry net, Path weights, Backend backend, Output output) {
    int classes = classes(net, weights);
    Graph graph = Nets.build(net.name(), classes);
    Parameters parameters = new Parameters(graph, backend, false);
    try {
      TransplantReport report =
          new Surgery(true, output).run(StartingWeights.of(weights, true), graph, parameters);
      if (!report.untouched().isEmpty()) {
        throw new BadInputException(
            "%s has no values for %s of %s; take weights of the whole net"
                .formatted(weights, report.untouched(), net.name()));
      }
      Set<String> outputs = Set.of(PROBABILITIES);
      Graph inference = Fusion.rewrite(graph.forInference(outputs), outputs);
      return new Classifier(
          parameters, Executor.inference(inference, parameters, outputs), classes);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  private static int classes(Nets.Entry net, Path weights) {
    try (WeightFile file = WeightFiles.open(weights)) {
      return ModelOptions.classes(net.name(), file);
    }
  }

  /** Number of classes. */
  int classes() {
    return classes;
  }

  /** The likeliest classes of a picture, the likeliest first; of equal ones the lower first. */
  List<Guess> classify(RgbImage image, ClassifierInput input, int count) {
    executor.forward(Feeds.of(Nets.IMAGE, input.tensor(image)));
    float[] probabilities = executor.read(PROBABILITIES).data();
    return IntStream.range(0, classes)
        .mapToObj(index -> new Guess(index, probabilities[index]))
        .sorted((a, b) -> Float.compare(b.probability, a.probability))
        .limit(count)
        .toList();
  }

  @Override
  public void close() {
    executor.close();
    parameters.close();
  }
}
