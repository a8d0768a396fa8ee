package fcn4j.benchmarks.scaling;

import fcn4j.benchmarks.RandomValues;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Filler;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.MemoryEstimate;
import fcn4j.graph.NodePass;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.op.Stopwatch;
import fcn4j.profile.Work;
import java.util.Set;

/**
 * A net on a device, as it is used in earnest: fused, computing only what images reach. Owns
 * parameters and plans; borrows the backend.
 */
final class NetRun implements AutoCloseable {
  private static final int CLASSES = 21;
  private static final long SEED = 1;

  /** Smaller images may well be of one class. */
  private static final int VARIED_PIXELS = 128 * 128;

  private static final Set<String> OUTPUTS = Set.of(FcnHead.PREDICTION);

  /** So small that weights hardly move. */
  private static final double RATE = 1e-10;

  private static final double MOMENTUM = 0.99;
  private static final double WEIGHT_DECAY = 5e-4;

  private final Backend backend;
  private final boolean training;
  private final Graph graph;
  private final long baseBytes;
  private final Parameters parameters;
  private final Executor executor;
  private long step;

  /** Allocates the parameters; their values are undefined until {@link #initialise}. */
  NetRun(Backend backend, Task task) {
    this.backend = backend;
    this.training = task.training();
    backend.resetPeakBytes();
    baseBytes = backend.peakBytes();
    Graph whole = Nets.build(task.net(), CLASSES);
    Graph wanted = training ? whole.forTraining(Set.of()) : whole.forInference(OUTPUTS);
    Set<String> kept = training ? Set.of() : OUTPUTS;
    graph = Fusion.rewrite(wanted, kept);
    parameters = new Parameters(whole, backend, training);
    executor =
        training
            ? Executor.training(graph, parameters, kept)
            : Executor.inference(graph, parameters, kept);
  }

  /** Random weights, those of the scores too, so that predictions vary and gradients flow. */
  void initialise() {
    parameters.initialise(SEED);
    Filler filler = new Filler.Gaussian(0.01);
    for (Parameter parameter : parameters.all()) {
      if (parameter.name().startsWith("score") && parameter.name().endsWith(".weight")) {
        parameters.set(parameter.name(), filler.fill(parameter.name(), parameter.spec(), SEED));
      }
    }
  }

  /** The most bytes that passes of a load will have taken, by the plan; allocates nothing. */
  long predictedBytes(Load load) {
    return baseBytes + parameters.bytes() + executor.requiredBytes(load.shapes(training));
  }

  /** The same without workspace and what else the backend adds, found without binding anything. */
  long estimatedBytes(Load load) {
    MemoryEstimate estimate =
        training
            ? MemoryEstimate.training(graph, load.shapes(true), Set.of())
            : MemoryEstimate.inference(graph, load.shapes(false), OUTPUTS);
    return baseBytes + estimate.totalBytes();
  }

  /** What the backend has had allocated at most since this was made. */
  long peakBytes() {
    return backend.peakBytes();
  }

  /** What the definitions of the operations of the last pass need, and of the update. */
  Work work() {
    Work sum = Work.NONE;
    for (NodePass pass : executor.nodePasses()) {
      sum =
          sum.plus(
              pass.isBackward()
                  ? Work.backward(pass.node().op(), pass.inputs(), pass.requireGradients())
                  : Work.forward(pass.node().op(), pass.inputs()));
    }
    return training ? sum.plus(Work.update(trainedParameters())) : sum;
  }

  private long trainedParameters() {
    return parameters.all().stream()
        .filter(Parameter::trainable)
        .mapToLong(parameter -> parameter.spec().count())
        .sum();
  }

  /**
   * Copies images in, does a pass, and checks its result: classes that are not all the same, or a
   * loss that is a positive number.
   *
   * @throws IllegalStateException if it is not so
   */
  void first(Load load) {
    Feeds feeds = Feeds.of(Nets.IMAGE, RandomValues.images(load.image(), SEED));
    if (training) {
      Feeds labelled = feeds.with(FcnHead.LABEL, RandomValues.labels(load.label(), CLASSES, SEED));
      executor.step(labelled, new StepState(SEED, step++), false);
      update();
    } else {
      executor.forward(feeds);
    }
    check();
  }

  /** A pass of the same images, which are on the device, and the time by the device's clock. */
  double again(Stopwatch stopwatch) {
    stopwatch.mark(0);
    if (training) {
      executor.stepAgain(new StepState(SEED, step++), false);
      update();
    } else {
      executor.forwardAgain();
    }
    stopwatch.mark(1);
    return stopwatch.millis(0, 1);
  }

  private void update() {
    parameters.update(RATE, MOMENTUM, WEIGHT_DECAY, 1, 0);
  }

  /**
   * Checks the last pass.
   *
   * @throws IllegalStateException if its result makes no sense
   */
  void check() {
    if (training) {
      double loss = executor.loss();
      if (!(loss > 0 && loss < Double.POSITIVE_INFINITY)) {
        throw new IllegalStateException("the loss of %s is %s".formatted(graph.name(), loss));
      }
      return;
    }
    byte[] classes = executor.readBytes(FcnHead.PREDICTION).data();
    boolean varied = false;
    for (byte found : classes) {
      if (Byte.toUnsignedInt(found) >= CLASSES) {
        throw new IllegalStateException(
            "%s predicts class %d of %d".formatted(graph.name(), found, CLASSES));
      }
      varied |= found != classes[0];
    }
    if (!varied && classes.length >= VARIED_PIXELS) {
      throw new IllegalStateException(
          "%s predicts class %d everywhere".formatted(graph.name(), classes[0]));
    }
  }

  @Override
  public void close() {
    try (parameters) {
      executor.close();
    }
  }
}
