package fcn4j.benchmarks;

import fcn4j.graph.Node;
import fcn4j.net.Nets;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Op;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * An operation of a net with what it is given there.
 *
 * @param name {@code FORM/NODE}, or the node's name within one graph
 * @param node operation and parameters
 * @param inputs shapes of its inputs
 */
public record Layer(String name, Node node, List<Shape> inputs) {

  /** What it computes. */
  public Op op() {
    return node.op();
  }

  /** The node's name. */
  public String nodeName() {
    return node.name();
  }

  /** The name of the convolution, which that of a fused node hides, or of any other node. */
  public String layerName() {
    return isConvolution() && !node.parameters().isEmpty()
        ? node.parameters().getFirst().name().replace(".weight", "")
        : nodeName();
  }

  /** Whether it is a convolution, which the devices' libraries compute. */
  public boolean isConvolution() {
    return op() instanceof Conv2d || op() instanceof Conv2dRelu;
  }

  /** Whether training computes the gradient of an input; it computes none of images. */
  boolean hasGradient(int input) {
    return op().differentiable(input) && !node.inputs().get(input).equals(Nets.IMAGE);
  }

  /** Whether it is the same work as another layer, a ReLU in passing aside. */
  boolean alike(Layer other) {
    return product(op()).equals(product(other.op())) && inputs.equals(other.inputs());
  }

  private static Op product(Op op) {
    return op instanceof Conv2dRelu fused ? fused.conv() : op;
  }
}
