package fcn4j.benchmarks;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.op.Stopwatch;
import fcn4j.profile.Work;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A net on a device with a batch of random images and labels, for training. Owns the backend. */
final class TrainingTrial {
  /** So small that weights hardly move, however long the benchmark goes on. */
  private static final double RATE = 1e-10;

  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 5e-4;

  /** What a benchmark does again and again. */
  enum Part {
    /** Gradients are computed. */
    FORWARD_BACKWARD,
    /** Parameters are updated. */
    UPDATE,
    /** Both. */
    STEP;

    /**
     * The part that a benchmark's method measures.
     *
     * @throws IllegalArgumentException if it measures none
     */
    static Part of(BenchmarkParams benchmark) {
      String name = benchmark.getBenchmark();
      return switch (name.substring(name.lastIndexOf('.') + 1)) {
        case "forwardBackward" -> FORWARD_BACKWARD;
        case "update" -> UPDATE;
        case "trainingStep" -> STEP;
        default -> throw new IllegalArgumentException("no part of training: " + name);
      };
    }
  }

  private final Backend backend;
  private final NetModel model;
  private final Executor executor;
  private final Feeds feeds;
  private final Stopwatch stopwatch;
  private final Part part;
  private long step;
  private double lastLoss;

  /**
   * Opens a net and checks its first loss: with score layers at zero every class is equally likely,
   * and the loss ln(classes) a pixel. Score layers are random after that, so that gradients flow.
   *
   * @throws IllegalStateException if the loss is another
   */
  TrainingTrial(Backend backend, NetParams params, Part part) {
    this.backend = backend;
    this.part = part;
    model = NetModel.open(backend, params, true);
    Graph fused = LayerForm.fusedForTraining(model.graph());
    executor = Executor.training(fused, model.parameters(), Set.of());
    feeds =
        Feeds.of(Nets.IMAGE, RandomValues.images(model.image(), NetModel.SEED))
            .with(
                FcnHead.LABEL,
                RandomValues.labels(
                    model.image().withChannels(1), NetModel.CLASSES, NetModel.SEED));
    stopwatch = backend.stopwatch(2);
    checkFirstLoss();
    model.spreadScores();
    if (part == Part.UPDATE) {
      // There must be gradients to update with.
      enqueuePass();
    }
    Gauge.describe(work(fused), backend::peakBytes);
  }

  private Work work(Graph fused) {
    return switch (part) {
      case FORWARD_BACKWARD -> NetWork.gradients(fused, model.image());
      case UPDATE -> NetWork.update(model.parameters());
      case STEP -> NetWork.gradients(fused, model.image()).plus(NetWork.update(model.parameters()));
    };
  }

  private void checkFirstLoss() {
    enqueuePass();
    double perPixel = executor.loss() / model.image().planeCount();
    if (!(Math.abs(perPixel - Math.log(NetModel.CLASSES)) < 1e-3)) {
      throw new IllegalStateException(
          "the first loss of net %s is %s a pixel, it must be ln(%d) = %s"
              .formatted(
                  executor.graph().name(), perPixel, NetModel.CLASSES, Math.log(NetModel.CLASSES)));
    }
  }

  private void enqueuePass() {
    executor.step(feeds, new StepState(NetModel.SEED, step++), false);
  }

  private void enqueueUpdate() {
    model.parameters().update(RATE, MOMENTUM, WEIGHT_DECAY, 1, 0);
  }

  /** Copies images and labels in, computes loss and gradients and returns the loss; waits. */
  double forwardBackward() {
    stopwatch.mark(0);
    enqueuePass();
    return finishWithLoss();
  }

  /** Updates the parameters with the gradients of the last pass; waits. */
  void update() {
    stopwatch.mark(0);
    enqueueUpdate();
    stopwatch.mark(1);
    backend.synchronize();
    Gauge.deviceMillis(stopwatch.millis(0, 1), 1);
  }

  /**
   * Copies images and labels in, computes loss and gradients, updates the parameters and returns
   * the loss; waits.
   */
  double step() {
    stopwatch.mark(0);
    enqueuePass();
    enqueueUpdate();
    return finishWithLoss();
  }

  private double finishWithLoss() {
    stopwatch.mark(1);
    lastLoss = executor.loss();
    Gauge.deviceMillis(stopwatch.millis(0, 1), 1);
    return lastLoss;
  }

  /**
   * Checks that training is still sound, the last loss a positive number; frees everything.
   *
   * @throws IllegalStateException if it is not
   */
  void finish() {
    try (backend;
        model;
        executor;
        stopwatch) {
      double loss = part == Part.UPDATE ? forwardBackward() : lastLoss;
      if (!(loss > 0 && loss < Double.POSITIVE_INFINITY)) {
        throw new IllegalStateException("the loss after %d passes is %s".formatted(step, loss));
      }
    }
  }
}
