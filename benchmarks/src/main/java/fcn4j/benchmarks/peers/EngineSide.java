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
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.tensor.HostTensor;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine's own side: oneDNN backend, operations fused as in inference and training. */
final class EngineSide implements Side {
  /** So small that weights hardly move, however long the comparison goes on. */
  private static final double RATE = 1e-12;

  private static final double MOMENTUM = 0.99;
  private static final double WEIGHT_DECAY = 5e-4;
  private static final long SEED = 1;

  private final Backend backend;
  private final Parameters parameters;
  private final Executor executor;
  private final Feeds feeds;
  private final boolean training;
  private long step;
  private double loss;
  private @Nullable HostTensor scores;

  /**
   * Opens a net.
   *
   * @throws IOException if the material can't be read
   */
  EngineSide(Material material, String net, ImageSize size, int threads, Pass pass)
      throws IOException {
    training = pass != Pass.FORWARD;
    Graph graph = Nets.build(net, Material.CLASSES);
    backend = new OnednnBackend(threads);
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
  public String version() {
    return "fcn4j, " + backend.description();
  }

  @Override
  public void run() {
    if (training) {
      executor.step(feeds, new StepState(SEED, step++), false);
      parameters.update(RATE, MOMENTUM, WEIGHT_DECAY, 1, 0);
      loss = executor.loss();
    } else {
      executor.forward(feeds);
      scores = executor.read(FcnHead.SCORE);
    }
  }

  @Override
  public void save(Path folder) throws IOException {
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
    }
  }

  /**
   * Serves: {@code MATERIAL NET WIDTHxHEIGHT THREADS PASS}.
   *
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    try (Side side =
        new EngineSide(
            new Material(Path.of(args[0])),
            args[1],
            ImageSize.of(args[2]),
            Integer.parseInt(args[3]),
            Pass.of(args[4]))) {
      SideLoop.serve(side);
    }
  }
}
