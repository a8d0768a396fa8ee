package fcn4j.graph;

import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.tensor.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses nodes whose outputs training computes a second time, when backward first needs them,
 * instead of keeping them from forward on: convolutions of graph inputs, which are there in any
 * case, that cost little. Of FCN-8s' maps the first is the largest, 125 MB at 500x500, needed by
 * the last two backward passes, and takes a two-hundredth of forward's multiply-adds.
 *
 * <p>Source of the idea: Chen, Xu, Zhang, Guestrin, "Training Deep Nets with Sublinear Memory
 * Cost", 2016.
 */
final class Recomputation {
  /** One of these parts of forward's multiply-adds is little. */
  private static final long LITTLE_PART = 100;

  private Recomputation() {}

  /**
   * The chosen nodes.
   *
   * @param fixed nodes whose values must stay where forward put them
   */
  static Set<String> of(
      Graph graph, Map<String, Shape> shapes, Backpropagation backpropagation, Set<String> fixed) {
    Map<String, Long> costs = new HashMap<>();
    for (Node node : graph.nodes()) {
      costs.put(node.name(), node.op().multiplyAdds(Graph.inputShapes(node, shapes)));
    }
    long little = costs.values().stream().mapToLong(Long::longValue).sum() / LITTLE_PART;
    Map<String, List<Node>> readers = graph.readers();
    Set<String> chosen = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean convolution = node.op() instanceof Conv2d || node.op() instanceof Conv2dRelu;
      if (convolution
          && backpropagation.isActive(node)
          && !fixed.contains(node.name())
          && node.inputs().stream().allMatch(input -> graph.input(input) != null)
          && Objects.requireNonNull(costs.get(node.name())) <= little
          && Objects.requireNonNull(readers.get(node.name())).stream()
              .noneMatch(reader -> reader.op().inPlace())) {
        chosen.add(node.name());
      }
    }
    return chosen;
  }
}
