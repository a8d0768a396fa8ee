package fcn4j.graph;

import fcn4j.op.CoordinateMap;
import fcn4j.op.Dropout;
import fcn4j.op.ShapeException;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network: inputs and named nodes in topological order, for images of any size. Immutable; made
 * by {@link GraphBuilder}.
 */
public final class Graph {
  private final String name;
  private final List<GraphInput> inputs;
  private final List<Node> nodes;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, CoordinateMap> coordinates;
  private final List<ExtentRule> extentRules;

  Graph(
      String name,
      List<GraphInput> inputs,
      List<Node> nodes,
      Map<String, CoordinateMap> coordinates,
      List<ExtentRule> extentRules) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.nodes = List.copyOf(nodes);
    this.coordinates = Map.copyOf(coordinates);
    this.extentRules = List.copyOf(extentRules);
    for (int i = 0; i < nodes.size(); i++) {
      positions.put(nodes.get(i).name(), i);
    }
  }

  /** The net's name, for messages and tables. */
  public String name() {
    return name;
  }

  /** What must be fed. */
  public List<GraphInput> inputs() {
    return inputs;
  }

  /** All nodes, each after its inputs. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Whether a node has this name. */
  public boolean hasNode(String node) {
    return positions.containsKey(node);
  }

  /**
   * A node by name.
   *
   * @throws GraphException if there is none; the message lists similar names
   */
  public Node node(String node) {
    return nodes.get(position(node));
  }

  /** The input with this name, or null. */
  public @Nullable GraphInput input(String input) {
    return inputs.stream().filter(i -> i.name().equals(input)).findFirst().orElse(null);
  }

  /** The place of a node in {@link #nodes()}. */
  int position(String node) {
    Integer position = positions.get(node);
    if (position == null) {
      throw new GraphException(
          "net %s has no node '%s'; its nodes are %s"
              .formatted(name, node, nodes.stream().map(Node::name).toList()));
    }
    return position;
  }

  /** Where the pixels of the image lie in a node's output. */
  public CoordinateMap coordinates(String node) {
    CoordinateMap map = coordinates.get(node);
    if (map == null) {
      throw new GraphException("net %s has no node or input '%s'".formatted(name, node));
    }
    return map;
  }

  /** All parameters in node order; one that several nodes read is there once. */
  public List<Parameter> parameters() {
    return nodes.stream().flatMap(node -> node.parameters().stream()).distinct().toList();
  }

  /** The nodes whose output is a loss. */
  public List<String> losses() {
    return nodes.stream().filter(node -> node.op().isLoss()).map(Node::name).toList();
  }

  /**
   * The shape of every input and node for inputs of given shapes.
   *
   * @param inputShapes one for each input of the graph
   * @throws ShapeException if a node can't take its inputs; the message names the node
   */
  public Map<String, Shape> shapes(Map<String, Shape> inputShapes) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (GraphInput input : inputs) {
      Shape shape = inputShapes.get(input.name());
      if (shape == null) {
        throw new ShapeException("net %s: no input '%s' given".formatted(name, input.name()));
      }
      if (shape.c() != input.channels()) {
        throw new ShapeException(
            "net %s: input '%s' needs %d channels, got %s"
                .formatted(name, input.name(), input.channels(), shape));
      }
      shapes.put(input.name(), shape);
    }
    for (Node node : nodes) {
      try {
        shapes.put(node.name(), node.op().output(inputShapes(node, shapes)));
      } catch (ShapeException e) {
        throw new ShapeException(
            "net %s, node %s: %s".formatted(name, node.name(), e.getMessage()));
      }
    }
    extentRules.forEach(rule -> check(rule, shapes));
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * The shapes of a node's inputs.
   *
   * @param shapes what {@link #shapes} found
   */
  public static List<Shape> inputShapes(Node node, Map<String, Shape> shapes) {
    return node.inputs().stream()
        .map(input -> Objects.requireNonNull(shapes.get(input), input))
        .toList();
  }

  private void check(ExtentRule rule, Map<String, Shape> shapes) {
    Shape shape = shapes.get(rule.tensor());
    Shape reference = shapes.get(rule.reference());
    if (shape != null
        && reference != null
        && (shape.h() != reference.h() || shape.w() != reference.w())) {
      throw new ShapeException(
          "net %s, node %s: %s is %s, it needs the rows and columns of %s, %s"
              .formatted(name, rule.node(), rule.tensor(), shape, rule.reference(), reference));
    }
  }

  /**
   * The part of the graph that the given nodes need, without inputs that it does not use.
   *
   * @throws GraphException if a name is unknown
   */
  public Graph prunedTo(Collection<String> targets) {
    Set<String> needed = new HashSet<>();
    for (String target : targets) {
      needed.add(node(target).name());
    }
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (needed.contains(node.name())) {
        needed.addAll(node.inputs());
        kept.add(node);
      }
    }
    Collections.reverse(kept);
    List<GraphInput> used = inputs.stream().filter(i -> needed.contains(i.name())).toList();
    List<ExtentRule> rules =
        extentRules.stream().filter(rule -> needed.contains(rule.node())).toList();
    return new Graph(name, used, kept, coordinates, rules);
  }

  /**
   * The graph for training of all losses: pruned to them and the kept nodes.
   *
   * @throws GraphException if there is no loss, or a name is unknown
   */
  public Graph forTraining(Collection<String> kept) {
    Set<String> targets = new HashSet<>(losses());
    if (targets.isEmpty()) {
      throw new GraphException("net %s has no loss to train".formatted(name));
    }
    targets.addAll(kept);
    return prunedTo(targets);
  }

  /** The graph for inference of the given nodes: pruned, and without dropout. */
  public Graph forInference(Collection<String> targets) {
    Map<String, String> aliases = new HashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes) {
      List<String> from = node.inputs().stream().map(n -> aliases.getOrDefault(n, n)).toList();
      if (node.op() instanceof Dropout) {
        aliases.put(node.name(), from.getFirst());
      } else {
        kept.add(new Node(node.name(), node.op(), from, node.parameters()));
      }
    }
    return withNodes(kept).prunedTo(targets.stream().map(t -> aliases.getOrDefault(t, t)).toList());
  }

  /** The same net with other nodes, whose names have the coordinates that they had. */
  Graph withNodes(List<Node> other) {
    return withNodes(other, List.of());
  }

  /** The same with other nodes, and with more demands on extents. */
  Graph withNodes(List<Node> other, List<ExtentRule> more) {
    List<ExtentRule> rules = new ArrayList<>(extentRules);
    rules.addAll(more);
    return new Graph(name, inputs, other, coordinates, rules);
  }

  /** The same net with other inputs and nodes. */
  Graph withInputsAndNodes(List<GraphInput> otherInputs, List<Node> other) {
    return new Graph(name, otherInputs, other, coordinates, extentRules);
  }

  /** For every node and input, the nodes that have it as an input, in order. */
  Map<String, List<Node>> readers() {
    Map<String, List<Node>> readers = new HashMap<>();
    inputs.forEach(input -> readers.put(input.name(), new ArrayList<>()));
    for (Node node : nodes) {
      readers.put(node.name(), new ArrayList<>());
      for (String input : new HashSet<>(node.inputs())) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
    return readers;
  }
}
