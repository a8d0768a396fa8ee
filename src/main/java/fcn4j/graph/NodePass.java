package fcn4j.graph;

import fcn4j.op.GradModes;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one node does in one direction of a pass, to be run by itself.
 *
 * @param node of the graph that runs, which may have windows and frames in place of a margin
 * @param inputs shapes of the node's inputs
 * @param output shape of its output
 * @param gradients those that it computes, or null if this is its forward pass
 * @param work enqueues it
 */
public record NodePass(
    Node node, List<Shape> inputs, Shape output, @Nullable GradModes gradients, Runnable work) {

  /** Copies the shapes. */
  public NodePass {
    inputs = List.copyOf(inputs);
  }

  /** Whether it computes gradients. */
  public boolean isBackward() {
    return gradients != null;
  }

  /**
   * The gradients that it computes.
   *
   * @throws NullPointerException if this is a forward pass
   */
  public GradModes requireGradients() {
    return Objects.requireNonNull(gradients, node.name());
  }
}
