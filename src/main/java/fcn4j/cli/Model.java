package fcn4j.cli;

import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.Transplant;
import fcn4j.net.TransplantRule;
import fcn4j.net.Upsampling;
import fcn4j.net.WeightSource;
import fcn4j.net.Wiring;
import fcn4j.op.Storage;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.train.Strictness;
import fcn4j.weights.WeightFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A trained net that was read from a checkpoint. Owns its parameters. */
final class Model implements AutoCloseable {
  /** Name of that option in a checkpoint's metadata and in a run's options. */
  static final String UPSAMPLING = "upsampling";

  private final ModelInfo info;
  private final Graph graph;
  private final Parameters parameters;

  private Model(ModelInfo info, Graph graph, Parameters parameters) {
    this.info = info;
    this.graph = graph;
    this.parameters = parameters;
  }

  /**
   * Reads a checkpoint.
   *
   * @throws fcn4j.weights.WeightFileException if it is missing, damaged, or not of the net it names
   */
  static Model open(Path file, Storage storage) {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return of(
          checkpoint.model(),
          storage,
          parameters -> checkpoint.loadInto(parameters, Strictness.EXACT));
    }
  }

  /**
   * Reads weights that came from elsewhere into the net that they are said to be of.
   *
   * @throws fcn4j.graph.GraphException if they are of another net
   */
  static Model of(WeightFile file, ModelInfo info, Storage storage) {
    WeightSource source = StartingWeights.source(file, Map.of());
    Wiring.of(graph(info)).requireAgreement(StartingWeights.wiring(file));
    return of(
        info,
        storage,
        parameters ->
            Transplant.run(
                source, parameters, TransplantRule.suited(source, parameters.all()).completely()));
  }

  private static Model of(ModelInfo info, Storage storage, Consumer<Parameters> loader) {
    Graph graph = graph(info);
    Parameters parameters = new Parameters(graph, storage, false);
    try {
      loader.accept(parameters);
      return new Model(info, graph, parameters);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /** Builds the net that a checkpoint names. */
  static Graph graph(ModelInfo info) {
    return Nets.build(info.net(), netOptions(info));
  }

  /** What a checkpoint tells of its net's options. */
  static NetOptions netOptions(ModelInfo info) {
    String upsampling = info.netOptions().getOrDefault(UPSAMPLING, Upsampling.FIXED.name());
    return NetOptions.of(info.classes()).withUpsampling(Upsampling.valueOf(upsampling));
  }

  /** What a checkpoint must carry of a net's options. */
  static Map<String, String> optionTexts(NetOptions options) {
    return Map.of(UPSAMPLING, options.upsampling().name());
  }

  /** Classes, colours, preparation of pictures. */
  ModelInfo info() {
    return info;
  }

  /** The net as it was built. */
  Graph graph() {
    return graph;
  }

  /** The net for inference of some nodes, fused. */
  Graph inference(Set<String> outputs) {
    return Fusion.rewrite(graph.forInference(outputs), outputs);
  }

  /** The values. */
  Parameters parameters() {
    return parameters;
  }

  @Override
  public void close() {
    parameters.close();
  }
}
