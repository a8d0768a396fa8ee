package fcn4j.graph;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a net takes of memory in single precision, found by the memory plan without allocating
 * anything. A backend adds its workspace and what it keeps from forward to backward (winners of
 * poolings); one that computes in double precision takes twice as much.
 *
 * @param parameterBytes of all parameters
 * @param gradientBytes of the gradients of trained parameters; 0 for inference
 * @param momentumBytes of their momentum; 0 for inference
 * @param activationBytes of inputs, activations and their gradients, sharing memory over time
 * @param unsharedActivationBytes the same if nothing shared memory
 */
public record MemoryEstimate(
    long parameterBytes,
    long gradientBytes,
    long momentumBytes,
    long activationBytes,
    long unsharedActivationBytes) {
  private static final long ALIGNMENT_BYTES = 256;

  /** Everything together. */
  public long totalBytes() {
    return parameterBytes + gradientBytes + momentumBytes + activationBytes;
  }

  /**
   * For training all losses.
   *
   * @param inputShapes one for each input of the graph
   * @param kept nodes that stay readable
   * @throws fcn4j.op.ShapeException if the net can't take these inputs
   */
  public static MemoryEstimate training(
      Graph graph, Map<String, Shape> inputShapes, Collection<String> kept) {
    Graph pruned = graph.forTraining(kept);
    long trained = floatBytes(pruned, true);
    Backpropagation backpropagation = new Backpropagation(pruned, Set.of());
    return of(pruned, inputShapes, kept, trained, backpropagation, Set.of());
  }

  /**
   * For forward passes that compute only what images reach.
   *
   * @param inputShapes one for each input that the outputs need; others are not looked at
   * @param outputs nodes that are asked for
   * @throws fcn4j.op.ShapeException if the net can't take these inputs
   */
  public static MemoryEstimate inference(
      Graph graph, Map<String, Shape> inputShapes, Collection<String> outputs) {
    Graph pruned = graph.forInference(outputs);
    Reached reached = Reached.of(pruned, inputShapes, Set.copyOf(outputs));
    if (reached == null) {
      return of(pruned, inputShapes, outputs, 0, null, Set.of());
    }
    long blank = 0;
    for (Reached.Surroundings map : reached.surroundings()) {
      blank += bytes(ElementType.FLOAT32, map.shape().count());
    }
    Map<String, Shape> shapes = reached.mainInputs(inputShapes);
    return of(reached.main(), shapes, outputs, 0, null, reached.surroundingNames()).plus(blank);
  }

  private static MemoryEstimate of(
      Graph graph,
      Map<String, Shape> inputShapes,
      Collection<String> kept,
      long trainedBytes,
      @Nullable Backpropagation backpropagation,
      Set<String> outside) {
    Map<String, Shape> shapes = graph.shapes(inputShapes);
    Lifetimes lifetimes =
        new Lifetimes(
            graph,
            shapes,
            MemoryEstimate::bytes,
            Collections.nCopies(graph.nodes().size(), Lifetimes.OpBytes.NONE),
            backpropagation,
            Set.copyOf(kept),
            outside,
            backpropagation == null
                ? Set.of()
                : Recomputation.of(graph, shapes, backpropagation, Set.copyOf(kept)));
    MemoryPlan plan = MemoryPlan.of(lifetimes.buffers(), ALIGNMENT_BYTES);
    return new MemoryEstimate(
        floatBytes(graph, false),
        trainedBytes,
        trainedBytes,
        plan.totalBytes(),
        lifetimes.buffers().stream().mapToLong(MemoryPlan.Buffer::bytes).sum());
  }

  private MemoryEstimate plus(long bytes) {
    return new MemoryEstimate(
        parameterBytes,
        gradientBytes,
        momentumBytes,
        activationBytes + bytes,
        unsharedActivationBytes + bytes);
  }

  private static long floatBytes(Graph graph, boolean trainedOnly) {
    return graph.parameters().stream()
        .filter(parameter -> !trainedOnly || parameter.trainable())
        .mapToLong(parameter -> bytes(ElementType.FLOAT32, parameter.spec().count()))
        .sum();
  }

  private static long bytes(ElementType type, long elements) {
    return switch (type) {
      case UINT8 -> elements;
      case FLOAT32, INT32 -> Math.multiplyExact(elements, 4);
    };
  }
}
