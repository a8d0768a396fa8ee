package fcn4j.graph;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.StepState;
import fcn4j.op.View;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a graph on a backend, for images of any sizes: a plan is made for each new set of input
 * shapes and kept (the least recently used is dropped), all plans share one activation block that
 * grows to the largest. After the second step of a shape nothing is allocated.
 *
 * <p>Owns plans and activations; borrows the parameters and their backend. For one thread.
 */
public final class Executor implements AutoCloseable {
  private static final int CACHED_PLANS = 32;

  private final Graph graph;
  private final Parameters parameters;
  private final Backend backend;
  private final Purpose purpose;
  private final LinkedHashMap<Map<String, Shape>, PlannedGraph> plans =
      new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Memory activations;
  private @Nullable PlannedGraph current;

  private Executor(Graph graph, Parameters parameters, Purpose purpose) {
    this.graph = graph;
    this.parameters = parameters;
    this.backend = parameters.backend();
    this.purpose = purpose;
    purpose.kept().forEach(graph::node);
  }

  /**
   * Forward and backward of all losses; the named nodes stay readable after a step. Nodes that are
   * neither kept nor needed for a loss are left out.
   */
  public static Executor training(Graph graph, Parameters parameters, Set<String> kept) {
    return training(graph, parameters, kept, Set.of());
  }

  /** The same, with gradients of the named graph inputs. */
  public static Executor training(
      Graph graph, Parameters parameters, Set<String> kept, Set<String> inputGradients) {
    Graph pruned = graph.forTraining(kept);
    for (Parameter parameter : pruned.parameters()) {
      if (parameter.trainable() && !parameters.isTrained(parameter.name())) {
        throw new GraphException(
            "net %s: the parameters have no room for the gradient of %s; allocate them for training"
                .formatted(graph.name(), parameter.name()));
      }
    }
    return new Executor(pruned, parameters, Purpose.training(kept, inputGradients));
  }

  /**
   * Forward only; the named nodes are readable after a run. Dropout nodes are left out. Of a wide
   * padding in front only what images reach is computed.
   */
  public static Executor inference(Graph graph, Parameters parameters, Set<String> outputs) {
    return inference(graph, parameters, outputs, Margin.REACH);
  }

  /** The same, with a choice of how the margin is computed. */
  public static Executor inference(
      Graph graph, Parameters parameters, Set<String> outputs, Margin margin) {
    return inference(graph, parameters, outputs, margin, Reached.FRAMING_COST);
  }

  /** The same, with what framing counts as. */
  static Executor inference(
      Graph graph, Parameters parameters, Set<String> outputs, Margin margin, long framingCost) {
    Graph pruned = graph.forInference(outputs);
    return new Executor(pruned, parameters, Purpose.inference(outputs, margin, framingCost));
  }

  /** The graph that is run. */
  public Graph graph() {
    return graph;
  }

  /**
   * Makes the plan for inputs of these shapes, which the first pass of them would make: it needs no
   * values of parameters, so that these may be read meanwhile.
   *
   * @throws fcn4j.op.ShapeException if an input is missing or the net can't take its size
   */
  public void plan(Map<String, Shape> inputShapes) {
    entry(inputShapes);
  }

  /**
   * Forward; waits only for the feeds' copies.
   *
   * @throws fcn4j.op.ShapeException if an input is missing or the net can't take its size
   */
  public void forward(Feeds feeds) {
    prepare(feeds).forward();
  }

  /**
   * Forward again, of the inputs that the last pass left on the device; enqueues.
   *
   * @throws GraphException if there was none
   */
  public void forwardAgain() {
    last().forward();
  }

  /**
   * Forward and backward of one batch; enqueues.
   *
   * @param state what dropout's masks follow from
   * @param accumulate whether parameters' gradients are added to those of the passes before
   */
  public void step(Feeds feeds, StepState state, boolean accumulate) {
    requireTraining();
    step(prepare(feeds), state, accumulate);
  }

  /**
   * A step again, with the inputs that the last pass left on the device; enqueues.
   *
   * @throws GraphException if there was none
   */
  public void stepAgain(StepState state, boolean accumulate) {
    requireTraining();
    step(last(), state, accumulate);
  }

  private void step(PlannedGraph entry, StepState state, boolean accumulate) {
    backend.beginStep(state);
    entry.step(backend, accumulate);
  }

  private void requireTraining() {
    if (!purpose.training()) {
      throw new GraphException("net %s is open for inference only".formatted(graph.name()));
    }
  }

  /**
   * The last pass node by node, forward and then backward, to be run again in this order; borrowed
   * until the executor runs other inputs. Of a wide padding in front they take what the blank
   * picture gave.
   *
   * @throws GraphException if there was none
   */
  public List<NodePass> nodePasses() {
    return last().plan().nodePasses();
  }

  private PlannedGraph prepare(Feeds feeds) {
    PlannedGraph entry = entry(feeds.shapes());
    feeds
        .floats()
        .forEach((name, value) -> {
          View view = fed(entry, name, ElementType.FLOAT32);
          view.memory().writeTensor(view.offsetBytes(), view.shape(), value.data());
        });
    feeds
        .bytes()
        .forEach((name, value) -> {
          View view = fed(entry, name, ElementType.UINT8);
          view.memory().writeBytes(view.offsetBytes(), value.data(), 0, value.data().length);
        });
    current = entry;
    return entry;
  }

  private View fed(PlannedGraph entry, String name, ElementType type) {
    View view = entry.plan().value(name);
    if (view.type() != type) {
      throw new GraphException("input '%s' takes %s, got %s".formatted(name, view.type(), type));
    }
    return view;
  }

  /**
   * The most bytes of the backend's memory that passes of these inputs will take beside the
   * parameters, by the plan: tensors, workspace, blank maps and what computing them takes, and
   * packed parameters. Binds the operations, but neither allocates nor keeps anything.
   *
   * @throws fcn4j.op.ShapeException if an input is missing or the net can't take its size
   */
  public long requiredBytes(Map<String, Shape> inputShapes) {
    return PlannedGraph.requiredBytes(graph, ownShapes(inputShapes), parameters, purpose);
  }

  private PlannedGraph entry(Map<String, Shape> fedShapes) {
    Map<String, Shape> shapes = ownShapes(fedShapes);
    PlannedGraph cached = plans.get(shapes);
    if (cached == null) {
      cached = PlannedGraph.of(graph, shapes, parameters, purpose);
      plans.put(shapes, cached);
      dropOldest();
    }
    place(cached);
    return cached;
  }

  private Map<String, Shape> ownShapes(Map<String, Shape> fedShapes) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (GraphInput input : graph.inputs()) {
      Shape shape = fedShapes.get(input.name());
      if (shape != null) {
        shapes.put(input.name(), shape);
      }
    }
    for (String name : fedShapes.keySet()) {
      if (graph.input(name) == null) {
        throw new GraphException(
            "net %s has no input '%s'; its inputs are %s"
                .formatted(graph.name(), name, graph.inputs()));
      }
    }
    return shapes;
  }

  private void dropOldest() {
    if (plans.size() > CACHED_PLANS) {
      // Its recordings may still be running.
      backend.synchronize();
      plans.pollFirstEntry().getValue().close();
    }
  }

  private void place(PlannedGraph entry) {
    Memory block = activations;
    if (block == null || block.bytes() < entry.plan().bytes()) {
      backend.synchronize();
      plans.values().forEach(PlannedGraph::dropRecordings);
      if (block != null) {
        activations = null;
        block.close();
      }
      block = backend.allocate("activations of " + graph.name(), entry.plan().bytes());
      activations = block;
    }
    if (entry.plan().memory() != block) {
      entry.attach(block, parameters);
    }
  }

  /**
   * The sum of all losses of the last pass; waits.
   *
   * @throws fcn4j.op.LabelException if a label was neither a class nor the ignore label
   */
  public double loss() {
    Plan plan = finished();
    double sum = 0;
    for (String loss : graph.losses()) {
      sum += read(plan.value(loss)).data()[0];
    }
    return sum;
  }

  /**
   * The values of a kept node, or of a loss, after the last pass; waits.
   *
   * @throws GraphException if the node was not kept
   */
  public HostTensor read(String node) {
    requireKept(node);
    requireType(node, ElementType.FLOAT32);
    return read(finished().value(node));
  }

  /**
   * As {@link #read(String)}, into a tensor that there is already: scores of a picture take many
   * megabytes, which need not be allocated for each.
   *
   * @throws GraphException if the node was not kept, or has another shape
   */
  public void read(String node, HostTensor target) {
    requireKept(node);
    requireType(node, ElementType.FLOAT32);
    View view = finished().value(node);
    if (!view.shape().equals(target.shape())) {
      throw new GraphException(
          "node '%s' has the shape %s, the tensor to read it into %s"
              .formatted(node, view.shape(), target.shape()));
    }
    read(view, target);
  }

  /** The bytes of a kept node (predictions) after the last pass; waits. */
  public ByteTensor readBytes(String node) {
    requireKept(node);
    requireType(node, ElementType.UINT8);
    View view = finished().value(node);
    byte[] data = new byte[view.shape().arrayLength()];
    view.memory().readBytes(view.offsetBytes(), data, 0, data.length);
    return new ByteTensor(view.shape(), data);
  }

  /** The gradient of a graph input that was asked for; waits. */
  public HostTensor readInputGradient(String input) {
    View view = finished().gradient(input);
    if (view == null) {
      throw new GraphException("no gradient of input '%s' was asked for".formatted(input));
    }
    return read(view);
  }

  private Plan finished() {
    Plan plan = last().plan();
    backend.synchronize();
    plan.verify();
    return plan;
  }

  private PlannedGraph last() {
    if (current == null) {
      throw new GraphException("net %s has not been run yet".formatted(graph.name()));
    }
    return current;
  }

  private void requireKept(String node) {
    if (!purpose.kept().contains(node) && !graph.losses().contains(node)) {
      throw new GraphException(
          "node '%s' was not kept; kept are %s (its memory may hold something else by now)"
              .formatted(node, purpose.kept()));
    }
  }

  private void requireType(String node, ElementType type) {
    ElementType actual = graph.node(node).op().outputType();
    if (actual != type) {
      throw new GraphException("node '%s' holds %s, not %s".formatted(node, actual, type));
    }
  }

  private static HostTensor read(View view) {
    HostTensor tensor = HostTensor.zeros(view.shape());
    read(view, tensor);
    return tensor;
  }

  private static void read(View view, HostTensor target) {
    view.memory().readTensor(view.offsetBytes(), view.shape(), target.data());
  }

  /** Bytes of the activation block now. */
  public long activationBytes() {
    return activations == null ? 0 : activations.bytes();
  }

  @Override
  public void close() {
    Closing closing = new Closing();
    closing.attempt(backend::synchronize);
    plans.values().forEach(entry -> closing.attempt(entry::close));
    plans.clear();
    current = null;
    Memory block = activations;
    activations = null;
    if (block != null) {
      closing.attempt(block::close);
    }
    closing.finish();
  }
}
