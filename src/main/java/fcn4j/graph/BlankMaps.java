package fcn4j.graph;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The blank maps of a net for images of one size, in memory of their own: computed when they are
 * first needed, and anew when the parameters have changed. Owns that memory and the plan to compute
 * them; borrows the parameters.
 */
final class BlankMaps implements AutoCloseable {
  private final Reached reached;
  private final Parameters parameters;
  private final Plan plan;
  private final Memory memory;
  private final Map<String, View> inputs = new HashMap<>();
  private final Map<String, View> nodes = new HashMap<>();
  private long version = -1;

  BlankMaps(Reached reached, Parameters parameters) {
    this.reached = reached;
    this.parameters = parameters;
    Backend backend = parameters.backend();
    plan = blankPlan(reached, backend);
    try {
      memory =
          backend.allocate("blank maps of " + reached.main().name(), mapBytes(reached, backend));
    } catch (RuntimeException e) {
      Closing closing = Closing.after(e);
      closing.attempt(plan::close);
      throw e;
    }
    long next = 0;
    for (Reached.Surroundings map : reached.surroundings()) {
      View view = new View(memory, next, map.shape(), ElementType.FLOAT32);
      next += mapBytes(map, backend);
      inputs.put(map.name(), view);
      if (map.node() != null) {
        nodes.put(map.node(), view);
      }
    }
  }

  private static long mapBytes(Reached reached, Backend backend) {
    return reached.surroundings().stream().mapToLong(map -> mapBytes(map, backend)).sum();
  }

  private static long mapBytes(Reached.Surroundings map, Backend backend) {
    long bytes = backend.bytes(ElementType.FLOAT32, map.shape().count());
    return Math.ceilDiv(bytes, backend.alignmentBytes()) * backend.alignmentBytes();
  }

  /** Bytes of the maps, and of what computing them takes; nothing is allocated. */
  static long requiredBytes(Reached reached, Backend backend) {
    try (Plan plan = blankPlan(reached, backend)) {
      return mapBytes(reached, backend) + plan.bytes() + plan.packedBytes();
    }
  }

  private static Set<String> blankNodes(Reached reached) {
    return reached.surroundings().stream()
        .map(Reached.Surroundings::node)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .collect(Collectors.toSet());
  }

  private static Plan blankPlan(Reached reached, Backend backend) {
    Set<String> outside = blankNodes(reached);
    Purpose purpose = Purpose.inference(outside, Margin.FULL, Reached.FRAMING_COST);
    return new Plan(reached.blank(), reached.blankInputs(), backend, purpose, outside);
  }

  /** Where the maps are, by the names of the net's inputs. */
  Map<String, View> views() {
    return inputs;
  }

  /** Computes the maps if the parameters are not those of the last time; waits then. */
  void refresh() {
    if (version != parameters.version()) {
      memory.zero(0, memory.bytes());
      compute();
      version = parameters.version();
    }
  }

  private void compute() {
    Backend backend = parameters.backend();
    Map<String, Shape> shapes = reached.blankInputs();
    try (Memory scratch = backend.allocate("a blank picture", plan.bytes())) {
      plan.attach(scratch, parameters, nodes);
      for (String picture : shapes.keySet()) {
        View view = plan.value(picture);
        scratch.zero(view.offsetBytes(), backend.bytes(ElementType.FLOAT32, view.shape().count()));
      }
      plan.forward();
      // What is closed next must not be in use.
      backend.synchronize();
    }
  }

  @Override
  public void close() {
    Closing closing = new Closing();
    closing.attempt(plan::close);
    closing.attempt(memory::close);
    closing.finish();
  }
}
