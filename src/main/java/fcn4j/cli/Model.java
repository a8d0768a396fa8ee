package fcn4j.cli;

import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.Upsampling;
import fcn4j.op.Backend;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.train.Strictness;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A trained net that was read from a checkpoint. Owns its parameters. */
final class Model implements AutoCloseable {
  private static final String UPSAMPLING = "upsampling";

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
  static Model open(Path file, Backend backend) {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      ModelInfo info = checkpoint.model();
      Graph graph = Nets.build(info.net(), netOptions(info));
      Parameters parameters = new Parameters(graph, backend, false);
      try {
        checkpoint.loadInto(parameters, Strictness.EXACT);
        return new Model(info, graph, parameters);
      } catch (RuntimeException e) {
        parameters.close();
        throw e;
      }
    }
  }

  private static NetOptions netOptions(ModelInfo info) {
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
