package fcn4j.weights;

import fcn4j.tensor.ElementType;
import java.util.List;
import java.util.Map;

/**
 * A network as ONNX describes it, without the values of its weights.
 *
 * @param name of the graph
 * @param inputs what must be fed
 * @param outputs what comes out
 * @param nodes in topological order
 * @param weights float32 arrays that nodes read, by name
 * @param constants whole numbers that nodes read
 * @param metadata free text that the file carries
 */
public record OnnxModel(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Node> nodes,
    List<WeightEntry> weights,
    List<Constant> constants,
    Map<String, String> metadata) {

  /** Copies the collections. */
  public OnnxModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    weights = List.copyOf(weights);
    constants = List.copyOf(constants);
    metadata = Map.copyOf(metadata);
  }

  /**
   * An input or output of the network.
   *
   * @param dims extents: numbers, or names of those that are known when it runs
   */
  public record Value(String name, ElementType type, List<String> dims) {
    /** Copies the list. */
    public Value {
      dims = List.copyOf(dims);
    }
  }

  /**
   * An operation.
   *
   * @param type ONNX's name of the operator
   * @param name also that of its only output
   */
  public record Node(String type, String name, List<String> inputs, List<Attribute> attributes) {
    /** Copies the lists. */
    public Node {
      inputs = List.copyOf(inputs);
      attributes = List.copyOf(attributes);
    }
  }

  /** A vector of whole numbers. */
  public record Constant(String name, List<Long> values) {
    /** Copies the list. */
    public Constant {
      values = List.copyOf(values);
    }
  }

  /** A named setting of a node. */
  public sealed interface Attribute {
    /** Its name. */
    String name();

    /** A whole number. */
    record Whole(String name, long value) implements Attribute {}

    /** Whole numbers. */
    record Wholes(String name, List<Long> values) implements Attribute {
      /** Copies the list. */
      public Wholes {
        values = List.copyOf(values);
      }
    }

    /** A fraction. */
    record Real(String name, float value) implements Attribute {}
  }
}
