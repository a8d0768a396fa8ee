package fcn4j.cli;

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
import java.util.function.Consumer;

/**
 * The file of a trained net, of which only the table has been read: opening it needs no backend, so
 * that a wrong one is told at once, and another thread can open the backend meanwhile. Owns the
 * file, which has to stay open as long as a {@link Model} of it.
 */
final class ModelFile implements AutoCloseable {
  /** Name of that option in a checkpoint's metadata and in a run's options. */
  static final String UPSAMPLING = "upsampling";

  private final ModelInfo info;
  private final Graph graph;
  private final Runnable closing;
  private final Consumer<Parameters> loader;

  private ModelFile(ModelInfo info, Consumer<Parameters> loader, Runnable closing) {
    this.info = info;
    this.loader = loader;
    this.closing = closing;
    graph = graph(info);
  }

  /**
   * Opens a checkpoint.
   *
   * @throws fcn4j.weights.WeightFileException if it is missing or damaged
   */
  static ModelFile open(Path checkpoint) {
    Checkpoint opened = Checkpoint.open(checkpoint);
    try {
      return of(opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A checkpoint, which it takes over. */
  static ModelFile of(Checkpoint checkpoint) {
    return new ModelFile(
        checkpoint.model(),
        parameters -> checkpoint.loadInto(parameters, Strictness.EXACT),
        checkpoint::close);
  }

  /**
   * Weights that came from elsewhere, and the net that they are said to be of; takes over the file.
   *
   * @throws fcn4j.graph.GraphException if they are wired otherwise
   */
  static ModelFile of(WeightFile file, ModelInfo info) {
    WeightSource source = StartingWeights.source(file, Map.of());
    ModelFile model =
        new ModelFile(
            info,
            parameters ->
                Transplant.run(
                    source,
                    parameters,
                    TransplantRule.suited(source, parameters.all()).completely()),
            file::close);
    Wiring.of(model.graph).requireAgreement(StartingWeights.wiring(file));
    return model;
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

  /**
   * Begins to read the values.
   *
   * @param storage the backend that is to compute the net, or memory for its values
   */
  Model load(Storage storage) {
    return new Model(info, graph, storage, loader);
  }

  @Override
  public void close() {
    closing.run();
  }
}
