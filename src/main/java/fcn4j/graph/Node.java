package fcn4j.graph;

import fcn4j.op.Op;
import java.util.List;

/**
 * A named operation of a graph.
 *
 * @param name the layer's name in the reference; also the name of its output
 * @param op what it computes
 * @param inputs names of nodes before it or of the graph's inputs
 * @param parameters in the op's order
 */
public record Node(String name, Op op, List<String> inputs, List<Parameter> parameters) {

  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
  }

  /** Whether any parameter is trained. */
  public boolean trainable() {
    return parameters.stream().anyMatch(Parameter::trainable);
  }
}
