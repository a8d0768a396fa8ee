package fcn4j.profile;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Node;
import fcn4j.graph.NodePass;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.op.Stopwatch;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Measures an executor's pass by the device's clock: in each repetition once as a whole, as it runs
 * in earnest, and once with a mark behind every node. On a GPU the latter is not recorded.
 *
 * <p>Feeds and their copies are not in the times, nor is the response to a blank picture, which is
 * computed once for each set of weights.
 */
public final class Profiler {
  /** So small that weights stay as they are, and yet no gradient is left out. */
  private static final double RATE = 1e-20;

  private static final double MOMENTUM = 0.99;
  private static final double DECAY = 5e-4;

  private static final int LEAST_WARMING_RUNS = 3;
  private static final int MOST_WARMING_RUNS = 50;
  private static final double WARMING_MILLIS = 500;

  private final Executor executor;
  private final Parameters parameters;
  private final Backend backend;
  private final boolean training;
  private final Feeds feeds;
  private int steps;

  private Profiler(Executor executor, Parameters parameters, boolean training, Feeds feeds) {
    this.executor = executor;
    this.parameters = parameters;
    this.backend = parameters.backend();
    this.training = training;
    this.feeds = feeds;
  }

  /**
   * Measures the forward pass of an executor for inference.
   *
   * @param parameters the executor's
   * @param progress is told how many repetitions are done
   */
  public static Profile forward(
      Executor executor,
      Parameters parameters,
      Feeds feeds,
      int repetitions,
      IntConsumer progress) {
    return new Profiler(executor, parameters, false, feeds).run(repetitions, progress);
  }

  /**
   * Measures steps of an executor for training: forward, backward, and the update of the
   * parameters, whose values stay as they are but for rounding.
   *
   * @param parameters the executor's
   * @param progress is told how many repetitions are done
   */
  public static Profile training(
      Executor executor,
      Parameters parameters,
      Feeds feeds,
      int repetitions,
      IntConsumer progress) {
    return new Profiler(executor, parameters, true, feeds).run(repetitions, progress);
  }

  private Profile run(int repetitions, IntConsumer progress) {
    if (repetitions < 1) {
      throw new IllegalArgumentException("%d repetitions".formatted(repetitions));
    }
    first();
    // What choosing algorithms and the blank picture took is not memory of a pass.
    backend.resetPeakBytes();
    warmUp();
    long peakBytes = backend.peakBytes();
    List<NodePass> passes = executor.nodePasses();
    List<Double> wholes = new ArrayList<>();
    List<double[]> parts = new ArrayList<>();
    try (Stopwatch stopwatch = backend.stopwatch(passes.size() + 2);
        HeadStart headStart = new HeadStart(backend)) {
      // The first pass node by node tells how long the host takes, and warms up what is not
      // recorded.
      double hostMillis = nodes(passes, stopwatch, headStart, 0);
      for (int i = 0; i < repetitions; i++) {
        wholes.add(whole(stopwatch));
        hostMillis = nodes(passes, stopwatch, headStart, hostMillis);
        parts.add(read(stopwatch, passes.size() + (training ? 1 : 0)));
        progress.accept(i + 1);
      }
    }
    return new Profile(times(passes, parts), wholes, peakBytes);
  }

  private StepState nextStep() {
    return new StepState(1, steps++);
  }

  private void update() {
    if (training) {
      parameters.update(RATE, MOMENTUM, DECAY, 1, 0);
    }
  }

  /** Plans, copies the feeds in, and computes the response to a blank picture. */
  private void first() {
    if (training) {
      executor.step(feeds, nextStep(), false);
      update();
    } else {
      executor.forward(feeds);
    }
  }

  private void warmUp() {
    double millis = 0;
    try (Stopwatch stopwatch = backend.stopwatch(2)) {
      for (int run = 0;
          run < LEAST_WARMING_RUNS || run < MOST_WARMING_RUNS && millis < WARMING_MILLIS;
          run++) {
        millis += whole(stopwatch);
      }
    }
  }

  private double whole(Stopwatch stopwatch) {
    stopwatch.mark(0);
    if (training) {
      executor.stepAgain(nextStep(), false);
      update();
    } else {
      executor.forwardAgain();
    }
    stopwatch.mark(1);
    return stopwatch.millis(0, 1);
  }

  /** Runs a pass with a mark behind each piece; returns the host's time to enqueue it. */
  private double nodes(
      List<NodePass> passes, Stopwatch stopwatch, HeadStart headStart, double hostMillis) {
    backend.beginStep(nextStep());
    headStart.give(hostMillis);
    long start = System.nanoTime();
    stopwatch.mark(0);
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).work().run();
      stopwatch.mark(i + 1);
    }
    if (training) {
      update();
      stopwatch.mark(passes.size() + 1);
    }
    double millis = (System.nanoTime() - start) / 1e6;
    backend.synchronize();
    return millis;
  }

  private static double[] read(Stopwatch stopwatch, int count) {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      millis[i] = stopwatch.millis(i, i + 1);
    }
    return millis;
  }

  private List<NodeTime> times(List<NodePass> passes, List<double[]> parts) {
    List<NodeTime> times = new ArrayList<>();
    for (int i = 0; i < passes.size(); i++) {
      times.add(time(passes.get(i), column(parts, i)));
    }
    if (training) {
      long trained =
          executor.graph().parameters().stream()
              .filter(Parameter::trainable)
              .mapToLong(parameter -> parameter.spec().count())
              .sum();
      times.add(
          new NodeTime(
              Phase.UPDATE,
              executor.graph().name(),
              null,
              new Shape(1, 1, 1, Math.toIntExact(trained)),
              Work.update(trained),
              column(parts, passes.size())));
    }
    return times;
  }

  private static NodeTime time(NodePass pass, List<Double> millis) {
    Node node = pass.node();
    Work work =
        pass.isBackward()
            ? Work.backward(node.op(), pass.inputs(), pass.requireGradients())
            : Work.forward(node.op(), pass.inputs());
    Phase phase = pass.isBackward() ? Phase.BACKWARD : Phase.FORWARD;
    return new NodeTime(phase, node.name(), node.op(), pass.output(), work, millis);
  }

  private static List<Double> column(List<double[]> rows, int index) {
    return rows.stream().map(row -> row[index]).toList();
  }
}
