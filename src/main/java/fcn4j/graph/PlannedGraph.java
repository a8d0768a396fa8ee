package fcn4j.graph;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.Recording;
import fcn4j.tensor.Shape;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan with what belongs to it: the blank maps that it reads, and the recordings of its whole
 * step (gradients overwritten, and accumulated). Owns them all.
 */
final class PlannedGraph implements AutoCloseable {
  private final Plan plan;
  private final @Nullable BlankMaps blank;
  private final @Nullable Recording[] recordings = new @Nullable Recording[2];

  private PlannedGraph(Plan plan, @Nullable BlankMaps blank) {
    this.plan = plan;
    this.blank = blank;
  }

  /** Plans a graph for inputs of fixed shapes, in windows where the purpose allows and it saves. */
  static PlannedGraph of(
      Graph graph, Map<String, Shape> shapes, Parameters parameters, Purpose purpose) {
    Backend backend = parameters.backend();
    Reached reached = reached(graph, shapes, purpose);
    if (reached == null) {
      return new PlannedGraph(new Plan(graph, shapes, backend, purpose, Set.of()), null);
    }
    Map<String, Shape> all = reached.mainInputs(shapes);
    Plan plan = new Plan(reached.main(), all, backend, purpose, reached.surroundingNames());
    try {
      return new PlannedGraph(plan, new BlankMaps(reached, parameters));
    } catch (RuntimeException e) {
      Closing closing = Closing.after(e);
      closing.attempt(plan::close);
      throw e;
    }
  }

  /**
   * The most bytes that are taken beside the parameters at any one time, with nothing allocated:
   * tensors and workspace, the blank maps and what computing them takes, and packed parameters.
   */
  static long requiredBytes(
      Graph graph, Map<String, Shape> shapes, Parameters parameters, Purpose purpose) {
    Backend backend = parameters.backend();
    Reached reached = reached(graph, shapes, purpose);
    if (reached == null) {
      try (Plan plan = new Plan(graph, shapes, backend, purpose, Set.of())) {
        return plan.bytes() + plan.packedBytes();
      }
    }
    Map<String, Shape> all = reached.mainInputs(shapes);
    try (Plan plan = new Plan(reached.main(), all, backend, purpose, reached.surroundingNames())) {
      return plan.bytes() + plan.packedBytes() + BlankMaps.requiredBytes(reached, backend);
    }
  }

  private static @Nullable Reached reached(
      Graph graph, Map<String, Shape> shapes, Purpose purpose) {
    return purpose.margin() == Margin.REACH
        ? Reached.of(graph, shapes, purpose.kept(), purpose.framingCost())
        : null;
  }

  Plan plan() {
    return plan;
  }

  /** Places the tensors in a block. */
  void attach(Memory block, Parameters parameters) {
    plan.attach(block, parameters, blank == null ? Map.of() : blank.views());
  }

  void forward() {
    if (blank != null) {
      blank.refresh();
    }
    plan.forward();
  }

  /** Forward and backward, recorded the first time. */
  void step(Backend backend, boolean accumulate) {
    int kind = accumulate ? 1 : 0;
    Recording recording = recordings[kind];
    if (recording == null) {
      recordings[kind] =
          backend.record(() -> {
            plan.forward();
            plan.backward(accumulate);
          });
    } else {
      recording.replay();
    }
  }

  void dropRecordings() {
    Closing closing = new Closing();
    for (int i = 0; i < recordings.length; i++) {
      Recording recording = recordings[i];
      recordings[i] = null;
      if (recording != null) {
        closing.attempt(recording::close);
      }
    }
    closing.finish();
  }

  @Override
  public void close() {
    Closing closing = new Closing();
    closing.attempt(this::dropRecordings);
    closing.attempt(plan::close);
    if (blank != null) {
      closing.attempt(blank::close);
    }
    closing.finish();
  }
}
