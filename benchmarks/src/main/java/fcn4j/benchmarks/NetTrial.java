package fcn4j.benchmarks;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Filler;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;
import java.util.Set;

/**
 * A net on a device with a batch of random images, for inference or for training. Owns parameters
 * and plans, borrows the backend.
 */
final class NetTrial implements AutoCloseable {
  /** The number of classes of PASCAL VOC, background included. */
  static final int CLASSES = 21;

  private static final long SEED = 1;

  /** So small that weights hardly move, however long the benchmark goes on. */
  private static final double RATE = 1e-10;

  private final Parameters parameters;
  private final Executor executor;
  private final Feeds feeds;
  private long step;

  private NetTrial(Parameters parameters, Executor executor, Feeds feeds) {
    this.parameters = parameters;
    this.executor = executor;
    this.feeds = feeds;
  }

  /** Opens a net for inference, with random score layers. */
  static NetTrial inference(Backend backend, String net, ImageSize size, int images) {
    Graph graph = Nets.build(net, CLASSES);
    Set<String> outputs = Set.of(FcnHead.PREDICTION);
    Parameters parameters = new Parameters(graph, backend, false);
    parameters.initialise(SEED);
    spreadScores(parameters);
    Graph fused = Fusion.rewrite(graph.forInference(outputs), outputs);
    Feeds feeds = Feeds.of(Nets.IMAGE, RandomValues.floats(size.shape(images, 3), SEED));
    return new NetTrial(parameters, Executor.inference(fused, parameters, outputs), feeds);
  }

  /**
   * Opens a net for training, and checks its first loss: with score layers at zero every class is
   * equally likely, and the loss ln(classes) a pixel. Score layers are random after that, so that
   * gradients flow.
   *
   * @throws IllegalStateException if the loss is another
   */
  static NetTrial training(Backend backend, String net, ImageSize size, int images) {
    Graph graph = Nets.build(net, CLASSES);
    Parameters parameters = new Parameters(graph, backend, true);
    parameters.initialise(SEED);
    Graph fused = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
    Shape image = size.shape(images, 3);
    Feeds feeds =
        Feeds.of(Nets.IMAGE, RandomValues.floats(image, SEED))
            .with(FcnHead.LABEL, RandomValues.labels(image.withChannels(1), CLASSES, SEED));
    NetTrial trial =
        new NetTrial(parameters, Executor.training(fused, parameters, Set.of()), feeds);
    trial.checkFirstLoss((long) size.width() * size.height());
    spreadScores(parameters);
    return trial;
  }

  private static void spreadScores(Parameters parameters) {
    Filler filler = new Filler.Gaussian(0.01);
    for (Parameter parameter : parameters.all()) {
      if (parameter.name().startsWith("score_") && parameter.name().endsWith(".weight")) {
        parameters.set(parameter.name(), filler.fill(parameter.name(), parameter.spec(), SEED));
      }
    }
  }

  private void checkFirstLoss(long pixels) {
    executor.step(feeds, new StepState(SEED, step++), false);
    double perPixel = executor.loss() / pixels;
    if (!(Math.abs(perPixel - Math.log(CLASSES)) < 1e-3)) {
      throw new IllegalStateException(
          "the first loss of net %s is %s a pixel, it must be ln(%d) = %s"
              .formatted(executor.graph().name(), perPixel, CLASSES, Math.log(CLASSES)));
    }
  }

  /** Copies the images in, computes the classes of all pixels and copies them out; waits. */
  ByteTensor predict() {
    executor.forward(feeds);
    return executor.readBytes(FcnHead.PREDICTION);
  }

  /**
   * Copies images and labels in, computes loss and gradients, updates the parameters and returns
   * the loss; waits.
   */
  double train() {
    executor.step(feeds, new StepState(SEED, step++), false);
    parameters.update(RATE, 0.9, 5e-4, 1, 0);
    return executor.loss();
  }

  /**
   * Checks a prediction: all classes, and not the same one everywhere.
   *
   * @throws IllegalStateException if it is not so
   */
  void checkPrediction() {
    byte[] classes = predict().data();
    boolean varied = false;
    for (byte found : classes) {
      int number = Byte.toUnsignedInt(found);
      if (number >= CLASSES) {
        throw new IllegalStateException("predicted class %d of %d".formatted(number, CLASSES));
      }
      varied |= found != classes[0];
    }
    if (!varied) {
      throw new IllegalStateException("class %d was predicted everywhere".formatted(classes[0]));
    }
  }

  /**
   * Checks that training is still sound: the loss is a positive number.
   *
   * @throws IllegalStateException if it is not
   */
  void checkLoss() {
    double loss = train();
    if (!(loss > 0 && loss < Double.POSITIVE_INFINITY)) {
      throw new IllegalStateException("the loss after %d steps is %s".formatted(step, loss));
    }
  }

  @Override
  public void close() {
    try (parameters) {
      executor.close();
    }
  }
}
