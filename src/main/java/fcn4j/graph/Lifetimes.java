package fcn4j.graph;

import fcn4j.op.BoundOp;
import fcn4j.op.Op;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * When each tensor of a plan lives. Steps: forward of node i is i, its backward 2n-1-i. An in-place
 * op shares its input's buffer, and their gradients share one, where nobody else needs the old
 * values. The workspace of a pass is a buffer that lives in that one step. What is recomputed lives
 * twice, in a buffer each: for forward, and from its first use in backward on.
 */
final class Lifetimes {
  private final Graph graph;
  private final Map<String, Shape> shapes;
  private final ElementBytes sizes;
  private final @Nullable Backpropagation backpropagation;
  private final Map<String, List<Node>> readers;
  private final Set<String> kept;
  private final Set<String> outside;
  private final Set<String> recomputed;

  private final List<MutableBuffer> buffers = new ArrayList<>();
  private final Map<String, Integer> values = new HashMap<>();
  private final Map<String, Integer> gradients = new HashMap<>();
  private final Map<String, Integer> saved = new HashMap<>();
  private final Map<String, Integer> forwardWorkspaces = new HashMap<>();
  private final Map<String, Integer> backwardWorkspaces = new HashMap<>();
  private final Map<String, Integer> secondValues = new HashMap<>();
  private final Map<String, Integer> secondWorkspaces = new HashMap<>();
  private final Map<Integer, List<Node>> recomputedAt = new HashMap<>();

  /** What a bound operation needs beside its tensors. */
  record OpBytes(long saved, long forwardWorkspace, long backwardWorkspace) {
    static final OpBytes NONE = new OpBytes(0, 0, 0);

    static OpBytes of(BoundOp op) {
      return new OpBytes(op.savedBytes(), op.forwardWorkspaceBytes(), op.workspaceBytes());
    }
  }

  /** How many bytes elements take. */
  interface ElementBytes {
    long of(ElementType type, long elements);
  }

  private static final class MutableBuffer {
    final String name;
    long bytes;
    int first;
    int last;

    MutableBuffer(String name, long bytes, int first, int last) {
      this.name = name;
      this.bytes = bytes;
      this.first = first;
      this.last = last;
    }
  }

  /**
   * Works it out.
   *
   * @param opBytes what each node needs beside its tensors
   * @param backpropagation null for forward only
   * @param kept nodes whose values stay to the end
   * @param outside inputs and nodes whose values lie in memory of their own
   * @param recomputed nodes whose outputs backward computes a second time; no reader of theirs
   *     works in place
   */
  Lifetimes(
      Graph graph,
      Map<String, Shape> shapes,
      ElementBytes sizes,
      List<OpBytes> opBytes,
      @Nullable Backpropagation backpropagation,
      Set<String> kept,
      Set<String> outside,
      Set<String> recomputed) {
    this.graph = graph;
    this.shapes = shapes;
    this.sizes = sizes;
    this.backpropagation = backpropagation;
    this.readers = graph.readers();
    this.kept = kept;
    this.outside = outside;
    this.recomputed = recomputed;
    for (GraphInput input : graph.inputs()) {
      if (!outside.contains(input.name())) {
        // Fed before the first step and readable by every later run: they live throughout.
        values.put(input.name(), add(input.name(), bytesOf(input.name(), input.type()), 0, end()));
      }
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      placeValue(i, graph.nodes().get(i));
      placeSaved(i, graph.nodes().get(i), opBytes.get(i).saved());
      placeWorkspaces(i, graph.nodes().get(i), opBytes.get(i));
      placeSecond(graph.nodes().get(i), opBytes.get(i));
    }
    if (backpropagation != null) {
      for (int i = graph.nodes().size() - 1; i >= 0; i--) {
        placeGradient(graph.nodes().get(i).name(), i);
      }
      for (GraphInput input : graph.inputs()) {
        placeGradient(input.name(), -1);
      }
    }
  }

  private int end() {
    return 2 * graph.nodes().size();
  }

  private int backwardStep(Node node) {
    return end() - 1 - graph.position(node.name());
  }

  private long bytesOf(String tensor, ElementType type) {
    return sizes.of(type, shape(tensor).count());
  }

  private Shape shape(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor), tensor);
  }

  private int add(String name, long bytes, int first, int last) {
    buffers.add(new MutableBuffer(name, bytes, first, last));
    return buffers.size() - 1;
  }

  private void placeValue(int step, Node node) {
    if (outside.contains(node.name())) {
      return;
    }
    int last = lastUse(step, node);
    String source = node.inputs().isEmpty() ? "" : node.inputs().getFirst();
    if (sharesValue(node, source)) {
      int buffer = Objects.requireNonNull(values.get(source), source);
      buffers.get(buffer).last = Math.max(buffers.get(buffer).last, last);
      values.put(node.name(), buffer);
    } else {
      values.put(
          node.name(), add(node.name(), bytesOf(node.name(), node.op().outputType()), step, last));
    }
  }

  private int lastUse(int step, Node node) {
    boolean stays = kept.contains(node.name()) || node.op().isLoss();
    int last = stays ? end() : step;
    for (Node reader : readersOf(node.name())) {
      if (readsValuesOf(reader.op(), reader, node.name())) {
        last = Math.max(last, graph.position(reader.name()));
      }
    }
    return recomputed.contains(node.name())
        ? last
        : Math.max(last, backwardUses(node).max().orElse(last));
  }

  /** The steps of backward that read a node's output. */
  private IntStream backwardUses(Node node) {
    IntStream.Builder steps = IntStream.builder();
    for (Node reader : readersOf(node.name())) {
      for (int i = 0; i < reader.inputs().size(); i++) {
        if (isActive(reader)
            && reader.inputs().get(i).equals(node.name())
            && reader.op().readsValues(i)
            && reader.op().backwardReadsInput(i)) {
          steps.add(backwardStep(reader));
        }
      }
    }
    if (isActive(node) && node.op().backwardReadsOutput()) {
      steps.add(backwardStep(node));
    }
    return steps.build();
  }

  private void placeSecond(Node node, OpBytes opBytes) {
    IntSummaryStatistics uses = backwardUses(node).summaryStatistics();
    if (!recomputed.contains(node.name()) || uses.getCount() == 0) {
      return;
    }
    long bytes = bytesOf(node.name(), node.op().outputType());
    secondValues.put(node.name(), add(node.name(), bytes, uses.getMin(), uses.getMax()));
    placeWorkspace(secondWorkspaces, node, opBytes.forwardWorkspace(), uses.getMin());
    recomputedAt.computeIfAbsent(uses.getMin(), step -> new ArrayList<>()).add(node);
  }

  private List<Node> readersOf(String tensor) {
    return Objects.requireNonNull(readers.get(tensor), tensor);
  }

  private boolean isActive(Node node) {
    return backpropagation != null && backpropagation.isActive(node);
  }

  private boolean sharesValue(Node node, String source) {
    boolean stays = kept.contains(source) || outside.contains(source);
    if (!node.op().inPlace() || !graph.hasNode(source) || stays) {
      return false;
    }
    Node producer = graph.node(source);
    boolean oldValuesNeeded =
        isActive(producer) && producer.op().backwardReadsOutput()
            || isActive(node) && node.op().backwardReadsInput(0);
    return !oldValuesNeeded && onlyValueReader(source, node);
  }

  private boolean onlyValueReader(String tensor, Node node) {
    for (Node reader : readersOf(tensor)) {
      if (!reader.name().equals(node.name()) && readsValuesOf(reader.op(), reader, tensor)) {
        return false;
      }
    }
    return true;
  }

  private static boolean readsValuesOf(Op op, Node reader, String tensor) {
    for (int i = 0; i < reader.inputs().size(); i++) {
      if (reader.inputs().get(i).equals(tensor) && op.readsValues(i)) {
        return true;
      }
    }
    return false;
  }

  private void placeSaved(int step, Node node, long bytes) {
    if (bytes > 0) {
      int last = isActive(node) ? backwardStep(node) : step;
      saved.put(node.name(), add(node.name() + " saved", bytes, step, last));
    }
  }

  private void placeWorkspaces(int step, Node node, OpBytes bytes) {
    placeWorkspace(forwardWorkspaces, node, bytes.forwardWorkspace(), step);
    if (isActive(node)) {
      placeWorkspace(backwardWorkspaces, node, bytes.backwardWorkspace(), backwardStep(node));
    }
  }

  private void placeWorkspace(Map<String, Integer> kind, Node node, long bytes, int step) {
    if (bytes > 0) {
      kind.put(node.name(), add("workspace of " + node.name(), bytes, step, step));
    }
  }

  private void placeGradient(String tensor, int position) {
    if (backpropagation == null || !backpropagation.hasGradient(tensor)) {
      return;
    }
    Node sender = backpropagation.firstSender(tensor);
    boolean isInput = position < 0;
    int last = isInput ? end() : end() - 1 - position;
    boolean shares =
        !isInput
            && sender.op().inPlace()
            && onlyValueReader(tensor, sender)
            && gradients.containsKey(sender.name());
    if (shares) {
      int buffer = Objects.requireNonNull(gradients.get(sender.name()));
      buffers.get(buffer).last = Math.max(buffers.get(buffer).last, last);
      gradients.put(tensor, buffer);
    } else {
      String name = "gradient of " + tensor;
      long bytes = bytesOf(tensor, ElementType.FLOAT32);
      gradients.put(tensor, add(name, bytes, backwardStep(sender), last));
    }
  }

  /** All buffers. */
  List<MemoryPlan.Buffer> buffers() {
    return buffers.stream()
        .map(b -> new MemoryPlan.Buffer(b.name, b.bytes, b.first, b.last))
        .toList();
  }

  /** The buffer of a tensor's values. */
  int value(String tensor) {
    return Objects.requireNonNull(values.get(tensor), tensor);
  }

  /** The buffer of a recomputed tensor's values in backward, or null. */
  @Nullable Integer secondValue(String tensor) {
    return secondValues.get(tensor);
  }

  /** The buffer of the scratch memory for computing a node a second time, or null. */
  @Nullable Integer secondWorkspace(String node) {
    return secondWorkspaces.get(node);
  }

  /** The nodes that are to be computed once more right before a node's backward pass. */
  List<Node> recomputedBefore(Node node) {
    return recomputedAt.getOrDefault(backwardStep(node), List.of());
  }

  /** The buffer of a tensor's gradient, or null. */
  @Nullable Integer gradient(String tensor) {
    return gradients.get(tensor);
  }

  /** The buffer of what a node keeps for backward, or null. */
  @Nullable Integer saved(String node) {
    return saved.get(node);
  }

  /** The buffer of the scratch memory of a node's forward pass, or null. */
  @Nullable Integer forwardWorkspace(String node) {
    return forwardWorkspaces.get(node);
  }

  /** The buffer of the scratch memory of a node's backward pass, or null. */
  @Nullable Integer backwardWorkspace(String node) {
    return backwardWorkspaces.get(node);
  }
}
