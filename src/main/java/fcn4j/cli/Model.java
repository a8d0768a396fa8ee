package fcn4j.cli;

import fcn4j.graph.Executor;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameters;
import fcn4j.op.Storage;
import fcn4j.tensor.Background;
import fcn4j.train.ModelInfo;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * A trained net. Where its values lie in this machine's own memory, they are read by a thread of
 * its own, while passes are planned. Owns its parameters; borrows the {@link ModelFile} that they
 * come from.
 */
final class Model implements AutoCloseable {
  private static final String READING = "reading weights";

  private final ModelInfo info;
  private final Graph graph;
  private final Parameters parameters;
  private final Future<?> loading;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fcn4j-model").factory());

  /**
   * Begins to read the values.
   *
   * @param loader reads them
   */
  Model(ModelInfo info, Graph graph, Storage storage, Consumer<Parameters> loader) {
    this.info = info;
    this.graph = graph;
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
