package fcn4j.graph;

import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.Memory;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph bound to a backend for inputs of fixed shapes: bound operations, and the place of every
 * tensor in the activation block. Owns the bound operations; borrows the memory.
 */
final class Plan implements AutoCloseable {
  private final Graph graph;
  private final Map<String, Shape> shapes;
  private final Backend backend;
  private final List<BoundOp> bound = new ArrayList<>();
  private final @Nullable Backpropagation backpropagation;
  private final Lifetimes lifetimes;
  private final MemoryPlan layout;
  private final List<OpArgs> forwardArgs = new ArrayList<>();
  private final List<OpArgs> backwardArgs = new ArrayList<>();
  private final List<List<Runnable>> recomputations = new ArrayList<>();
  private @Nullable Memory memory;
  private Map<String, View> outside = Map.of();

  /**
   * Binds the operations and finds a place for every tensor.
   *
   * @param outside inputs and nodes whose values lie in memory of their own
   */
  Plan(
      Graph graph,
      Map<String, Shape> inputShapes,
      Backend backend,
      Purpose purpose,
      Set<String> outside) {
    this.graph = graph;
    this.backend = backend;
    this.shapes = graph.shapes(inputShapes);
    this.backpropagation =
        purpose.training() ? new Backpropagation(graph, purpose.inputGradients()) : null;
    try {
      for (Node node : graph.nodes()) {
        List<Shape> from = Graph.inputShapes(node, shapes);
        boolean trained = backpropagation != null && backpropagation.isActive(node);
        BoundOp op =
            trained
                ? backend.bind(node.name(), node.op(), from)
                : backend.bindForward(node.name(), node.op(), from);
        bound.add(op);
      }
      lifetimes =
          new Lifetimes(
              graph,
              shapes,
              backend::bytes,
              bound.stream().map(Lifetimes.OpBytes::of).toList(),
              backpropagation,
              purpose.kept(),
              outside,
              recomputed(purpose.kept()));
      layout = MemoryPlan.of(lifetimes.buffers(), backend.alignmentBytes());
    } catch (RuntimeException e) {
      Closing closing = Closing.after(e);
      closing.attempt(this::close);
      throw e;
    }
  }

  private Set<String> recomputed(Set<String> kept) {
    if (backpropagation == null) {
      return Set.of();
    }
    Set<String> fixed = new HashSet<>(kept);
    for (int i = 0; i < bound.size(); i++) {
      if (bound.get(i).savedBytes() > 0) {
        fixed.add(graph.nodes().get(i).name());
      }
    }
    return Recomputation.of(graph, shapes, backpropagation, fixed);
  }

  /** Bytes of the activation block: tensors and workspaces. */
  long bytes() {
    return Math.max(layout.totalBytes(), backend.alignmentBytes());
  }

  /** Bytes that the backend keeps of the parameters in forms of its own. */
  long packedBytes() {
    return bound.stream().mapToLong(BoundOp::packedBytes).sum();
  }

  /** The block that the tensors are placed in, or null before {@link #attach}. */
  @Nullable Memory memory() {
    return memory;
  }

  /**
   * Places the tensors in a block.
   *
   * @param elsewhere where those are that lie in memory of their own
   */
  void attach(Memory block, Parameters parameters, Map<String, View> elsewhere) {
    memory = block;
    outside = elsewhere;
    forwardArgs.clear();
    backwardArgs.clear();
    recomputations.clear();
    for (Node node : graph.nodes()) {
      forwardArgs.add(argsOf(node, parameters, false, lifetimes.forwardWorkspace(node.name())));
      if (backpropagation != null) {
        attachBackward(node, parameters);
      }
    }
  }

  private void attachBackward(Node node, Parameters parameters) {
    backwardArgs.add(argsOf(node, parameters, true, lifetimes.backwardWorkspace(node.name())));
    List<Runnable> before = new ArrayList<>();
    for (Node again : lifetimes.recomputedBefore(node)) {
      BoundOp op = bound.get(graph.position(again.name()));
      OpArgs at = argsOf(again, parameters, true, lifetimes.secondWorkspace(again.name()));
      before.add(() -> op.forward(at));
    }
    recomputations.add(before);
  }

  private OpArgs argsOf(
      Node node, Parameters parameters, boolean backward, @Nullable Integer workspace) {
    boolean active = backpropagation != null && backpropagation.isActive(node);
    List<@Nullable View> inputs = new ArrayList<>();
    List<@Nullable View> dInputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      inputs.add(node.op().readsValues(i) ? value(input, backward) : null);
      dInputs.add(active && node.op().differentiable(i) ? gradient(input) : null);
    }
    List<View> values = new ArrayList<>();
    List<@Nullable View> gradients = new ArrayList<>();
    for (Parameter parameter : node.parameters()) {
      values.add(parameters.valueView(parameter.name()));
      boolean wanted = active && parameters.isTrained(parameter.name());
      gradients.add(wanted ? parameters.gradientView(parameter.name()) : null);
    }
    return new OpArgs(
        inputs,
        value(node.name(), backward),
        values,
        gradient(node.name()),
        dInputs,
        gradients,
        raw(lifetimes.saved(node.name())),
        raw(workspace));
  }

  private @Nullable View raw(@Nullable Integer buffer) {
    return buffer == null
        ? null
        : new View(block(), layout.offsetBytes(buffer), Shape.scalar(), ElementType.UINT8);
  }

  private Memory block() {
    return Objects.requireNonNull(memory, "no memory attached");
  }

  /**
   * Where a node's output or a graph's input is in a forward or a backward pass: for backward some
   * outputs are computed a second time, in another place.
   */
  private View value(String tensor, boolean backward) {
    Integer second = backward ? lifetimes.secondValue(tensor) : null;
    View first = value(tensor);
    return second == null
        ? first
        : new View(block(), layout.offsetBytes(second), first.shape(), first.type());
  }

  /** Where a node's output or a graph's input is. */
  View value(String tensor) {
    View elsewhere = outside.get(tensor);
    if (elsewhere != null) {
      return elsewhere;
    }
    GraphInput input = graph.input(tensor);
    ElementType type = input == null ? graph.node(tensor).op().outputType() : input.type();
    return new View(block(), layout.offsetBytes(lifetimes.value(tensor)), shape(tensor), type);
  }

  /** Where a tensor's gradient is, or null if it has none. */
  @Nullable View gradient(String tensor) {
    Integer buffer = lifetimes.gradient(tensor);
    return buffer == null
        ? null
        : new View(block(), layout.offsetBytes(buffer), shape(tensor), ElementType.FLOAT32);
  }

  Shape shape(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor), tensor);
  }

  void forward() {
    for (int i = 0; i < bound.size(); i++) {
      bound.get(i).forward(forwardArgs.get(i));
    }
  }

  void backward(boolean accumulateParameters) {
    Backpropagation plan =
        Objects.requireNonNull(backpropagation, "a plan for inference has no backward");
    for (int i = bound.size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (plan.isActive(node)) {
        backward(i, plan.modes(node, accumulateParameters));
      }
    }
  }

  private void backward(int index, GradModes modes) {
    recomputations.get(index).forEach(Runnable::run);
    bound.get(index).backward(backwardArgs.get(index), modes);
  }

  /** What forward does, and backward if there is one, node by node. */
  List<NodePass> nodePasses() {
    List<NodePass> passes = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      BoundOp op = bound.get(i);
      OpArgs at = forwardArgs.get(i);
      passes.add(nodePass(i, null, () -> op.forward(at)));
    }
    for (int i = bound.size() - 1; i >= 0 && backpropagation != null; i--) {
      Node node = graph.nodes().get(i);
      if (backpropagation.isActive(node)) {
        int index = i;
        GradModes modes = backpropagation.modes(node, false);
        passes.add(nodePass(i, modes, () -> backward(index, modes)));
      }
    }
    return passes;
  }

  private NodePass nodePass(int index, @Nullable GradModes gradients, Runnable work) {
    Node node = graph.nodes().get(index);
    List<Shape> from = Graph.inputShapes(node, shapes);
    return new NodePass(node, from, shape(node.name()), gradients, work);
  }

  /** Throws what asynchronous work found wrong; the backend must have been waited for. */
  void verify() {
    for (int i = 0; i < bound.size(); i++) {
      bound.get(i).verify(forwardArgs.get(i));
    }
  }

  @Override
  public void close() {
    Closing closing = new Closing();
    bound.forEach(op -> closing.attempt(op::close));
    closing.finish();
  }
}
