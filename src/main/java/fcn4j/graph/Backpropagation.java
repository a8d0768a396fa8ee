package fcn4j.graph;

import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which nodes take part in backward, which tensors have gradients, and who overwrites and who
 * accumulates: in reverse order the first reader of a tensor to send it a gradient overwrites, the
 * others accumulate.
 */
final class Backpropagation {
  private final Set<String> active = new HashSet<>();
  private final Set<String> gradients = new HashSet<>();
  private final Map<String, List<GradMode>> inputModes = new HashMap<>();
  private final Map<String, Node> firstSender = new HashMap<>();

  /**
   * Works it out.
   *
   * @param inputGradients graph inputs of which the gradient is wanted
   */
  Backpropagation(Graph graph, Set<String> inputGradients) {
    Set<String> wants = new HashSet<>(inputGradients);
    for (Node node : graph.nodes()) {
      if (node.trainable() || sends(node, wants)) {
        wants.add(node.name());
      }
    }
    Set<String> reached = new HashSet<>();
    for (Node node : graph.nodes().reversed()) {
      if (node.op().isLoss() || reached.contains(node.name())) {
        visit(node, wants, reached);
      }
    }
  }

  private static boolean sends(Node node, Set<String> wants) {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.op().differentiable(i) && wants.contains(node.inputs().get(i))) {
        return true;
      }
    }
    return false;
  }

  private void visit(Node node, Set<String> wants, Set<String> reached) {
    List<GradMode> modes = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      if (!node.op().differentiable(i) || !wants.contains(input)) {
        modes.add(GradMode.IGNORE);
        continue;
      }
      reached.add(input);
      modes.add(gradients.add(input) ? GradMode.OVERWRITE : GradMode.ACCUMULATE);
      firstSender.putIfAbsent(input, node);
    }
    if (wants.contains(node.name())) {
      active.add(node.name());
    }
    inputModes.put(node.name(), modes);
  }

  /** Whether a node has a backward pass. */
  boolean isActive(Node node) {
    return active.contains(node.name());
  }

  /** Whether a node's output or a graph's input has a gradient. */
  boolean hasGradient(String tensor) {
    return gradients.contains(tensor);
  }

  /** The node whose backward is the first to write a tensor's gradient. */
  Node firstSender(String tensor) {
    return Objects.requireNonNull(firstSender.get(tensor), tensor);
  }

  /** The modes of a node's backward pass. */
  GradModes modes(Node node, boolean accumulateParameters) {
    GradMode trained = accumulateParameters ? GradMode.ACCUMULATE : GradMode.OVERWRITE;
    return new GradModes(
        Objects.requireNonNull(inputModes.get(node.name()), node.name()),
        node.parameters().stream().map(p -> p.trainable() ? trained : GradMode.IGNORE).toList());
  }
}
