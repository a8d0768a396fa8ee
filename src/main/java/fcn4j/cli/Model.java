package fcn4j.cli;

import fcn4j.graph.Executor;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameters;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.Transplant;
import fcn4j.net.TransplantRule;
import fcn4j.net.Upsampling;
import fcn4j.net.WeightSource;
import fcn4j.net.Wiring;
import fcn4j.op.Storage;
import fcn4j.tensor.Background;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.train.Strictness;
import fcn4j.weights.WeightFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * A trained net from a file. Where its values lie in this machine's own memory, they are read by a
 * thread of its own, while passes are planned. Owns its parameters.
 */
final class Model implements AutoCloseable {
  /** Name of that option in a checkpoint's metadata and in a run's options. */
  static final String UPSAMPLING = "upsampling";

  private static final String READING = "reading weights";

  private final ModelInfo info;
  private final Graph graph;
  private final Parameters parameters;
  private final Future<?> loading;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fcn4j-model").factory());

  private Model(ModelInfo info, Storage storage, Consumer<Parameters> loader) {
    this.info = info;
    graph = graph(info);
    parameters = new Parameters(graph, storage, false);
    FutureTask<?> task = new FutureTask<>(() -> loader.accept(parameters), null);
    if (parameters.inPlace()) {
      thread.execute(task);
    } else {
      // Copies to a device belong to the thread that opened it.
      task.run();
    }
    loading = task;
  }

  /**
   * Opens a checkpoint; its values may come later.
   *
   * @throws fcn4j.weights.WeightFileException if it is missing or damaged
   */
  static Model open(Path file, Storage storage) {
    Checkpoint checkpoint = Checkpoint.open(file);
    try {
      return new Model(checkpoint.model(), storage, parameters -> load(checkpoint, parameters));
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  private static void load(Checkpoint checkpoint, Parameters parameters) {
    try (checkpoint) {
      checkpoint.loadInto(parameters, Strictness.EXACT);
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
    Model model =
        new Model(
            info,
            storage,
            parameters ->
                Transplant.run(
                    source,
                    parameters,
                    TransplantRule.suited(source, parameters.all()).completely()));
    try {
      // The file is the caller's, who closes it.
      model.awaitValues();
      return model;
    } catch (RuntimeException e) {
      model.close();
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

  /** An executor of some nodes, fused, which may plan passes before the values are there. */
  Executor inference(Set<String> outputs, Margin margin) {
    Graph fused = Fusion.rewrite(graph.forInference(outputs), outputs);
    return Executor.inference(fused, parameters, outputs, margin);
  }

  /**
   * Waits until the values are there.
   *
   * @throws fcn4j.weights.WeightFileException if the file is not of the net it names, or damaged
   */
  void awaitValues() {
    Background.await(loading, READING);
  }

  /** The values; waits until they are there. */
  Parameters parameters() {
    awaitValues();
    return parameters;
  }

  @Override
  public void close() {
    // Waits for the thread, which writes into the parameters' memory.
    try (parameters) {
      thread.close();
    }
  }
}
