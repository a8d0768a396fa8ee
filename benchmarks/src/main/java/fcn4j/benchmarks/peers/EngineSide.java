package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.net.Transplant;
import fcn4j.net.TransplantRule;
import fcn4j.net.WeightSource;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.op.Stopwatch;
import fcn4j.tensor.HostTensor;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine's own side, operations fused as in inference and training. */
final class EngineSide implements Side {
  /**
   * So small that weights stay as they are, however steep the loss: results are saved after
   * updates.
   */
  private static final double RATE = 1e-20;

  private static final double MOMENTUM = 0.99;
  private static final double WEIGHT_DECAY = 5e-4;
  private static final long SEED = 1;

  private final Backend backend;
  private final Parameters parameters;
  private final Executor executor;
  private final Feeds feeds;
  private final boolean training;
  private final @Nullable Stopwatch stopwatch;
  private boolean fed;
  private long step;
  private double loss;
  private @Nullable HostTensor scores;

  /**
   * Opens a net.
   *
   * @param backend is closed with this
   * @throws IOException if the material can't be read
   */
  EngineSide(Material material, String net, ImageSize size, Backend backend, Pass pass)
      throws IOException {
    this.backend = backend;
    training = pass != Pass.FORWARD;
    stopwatch = EngineBackend.onDevice(backend) ? backend.stopwatch(2) : null;
    Graph graph = Nets.build(net, Material.CLASSES);
    parameters = new Parameters(graph, backend, training);
    try (WeightFile file = WeightFiles.open(material.weights())) {
      Transplant.run(WeightSource.of(file), parameters, TransplantRule.exact());
    }
    Feeds image = Feeds.of(Nets.IMAGE, material.image(size));
    feeds = training ? image.with(FcnHead.LABEL, material.labels(size)) : image;
    executor = training ? training(graph, pass) : inference(graph);
  }

  private Executor inference(Graph graph) {
    Set<String> outputs = Set.of(FcnHead.SCORE);
    Graph fused = Fusion.rewrite(graph.forInference(outputs), outputs);
    return Executor.inference(fused, parameters, outputs);
  }

  private Executor training(Graph graph, Pass pass) {
    // Inference graphs have no dropout; this one still ends in the loss.
    Graph wanted =
        pass == Pass.GRADIENTS
            ? graph.forInference(List.of(FcnHead.LOSS))
            : graph.forTraining(Set.of());
    return Executor.training(Fusion.rewrite(wanted, Set.of()), parameters, Set.of());
  }

  @Override
  public void run() {
    if (stopwatch == null) {
      enqueue(true);
      readResults();
    } else {
      stopwatch.mark(0);
      enqueue(!fed);
      stopwatch.mark(1);
      backend.synchronize();
    }
  }

  /** A pass; the inputs of one before may still be on the device. */
  private void enqueue(boolean feed) {
    StepState state = new StepState(SEED, step++);
    if (training && feed) {
      executor.step(feeds, state, false);
    } else if (training) {
      executor.stepAgain(state, false);
    } else if (feed) {
      executor.forward(feeds);
    } else {
      executor.forwardAgain();
    }
    if (training) {
      parameters.update(RATE, MOMENTUM, WEIGHT_DECAY, 1, 0);
    }
    fed = true;
  }

  private void readResults() {
    if (training) {
      loss = executor.loss();
    } else if (scores == null) {
      scores = executor.read(FcnHead.SCORE);
    } else {
      executor.read(FcnHead.SCORE, scores);
    }
  }

  @Override
  public @Nullable Double deviceMillis() {
    return stopwatch == null ? null : stopwatch.millis(0, 1);
  }

  @Override
  public void settled() {
    backend.resetPeakBytes();
  }

  @Override
  public @Nullable Long peakBytes() {
    return stopwatch == null ? null : backend.peakBytes();
  }

  @Override
  public void save(Path folder) throws IOException {
    readResults();
    if (scores != null) {
      FloatFile.write(folder.resolve(Agreement.SCORES), scores.data());
    }
    if (training) {
      FloatFile.write(folder.resolve(Agreement.LOSS), new float[] {(float) loss});
      for (Parameter parameter : parameters.all()) {
        String name = parameter.name();
        if (parameters.isTrained(name)) {
          FloatFile.write(
              folder.resolve(name.replace('/', '_') + ".f32"), parameters.gradient(name));
        }
      }
    }
  }

  @Override
  public void close() {
    try (backend;
        parameters) {
      executor.close();
      if (stopwatch != null) {
        stopwatch.close();
      }
    }
  }

  /**
   * Serves: {@code MATERIAL NET WIDTHxHEIGHT THREADS}; keys are those of {@link EngineBackend}.
   *
   * @throws IOException if standard input or output break
   */
  public static void main(String[] args) throws IOException {
    Material material = new Material(Path.of(args[0]));
    String net = args[1];
    ImageSize size = ImageSize.of(args[2]);
    int threads = Integer.parseInt(args[3]);
    String version;
    try (Backend backend = EngineBackend.open(args[4], threads)) {
      version = "fcn4j, " + backend.description();
    }
    SideLoop.serve(
        version,
        (pass, key) -> new EngineSide(material, net, size, EngineBackend.open(key, threads), pass));
  }
}
