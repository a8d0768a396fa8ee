package fcn4j.graph;

import fcn4j.op.ArgMax;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Extent2;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.Relu;
import fcn4j.op.SkipSum;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a graph so that neighbouring operations are computed in one pass, with equal results:
 *
 * <ul>
 *   <li>Conv2d, Relu: {@link Conv2dRelu};
 *   <li>Deconv2d, Crop: {@link DeconvCrop};
 *   <li>Deconv2d and a cropped skip, Sum: {@link SkipSum};
 *   <li>frozen channelwise Deconv2d, Crop, SoftmaxLoss: {@link UpsampleSoftmaxLoss};
 *   <li>channelwise Deconv2d, Crop, ArgMax: {@link UpsampleArgMax}.
 * </ul>
 *
 * <p>In graphs with a loss, Conv2d, Relu, MaxPool2d become Conv2d, MaxPool2d, Relu instead: the
 * greatest of values cut off at 0 is the greatest value cut off at 0, gradients included (where it
 * is not above 0 there is none), and neither ReLU nor its gradient passes over the large map, which
 * backward no longer needs. The two nodes exchange their operations and keep their names.
 *
 * <p>A fused node has the name of the last node that it replaces, and the parameters, under their
 * own names, of the first. Nodes that the caller keeps are never fused away.
 */
public final class Fusion {
  private final Graph graph;
  private final Set<String> kept;
  private final Map<String, List<Node>> readers;
  private final Map<String, Node> replacements = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final List<ExtentRule> extentRules = new ArrayList<>();

  private Fusion(Graph graph, Set<String> kept) {
    this.graph = graph;
    this.kept = kept;
    this.readers = graph.readers();
  }

  /** The rewritten graph, in which the kept nodes are still there. */
  public static Graph rewrite(Graph graph, Set<String> kept) {
    Fusion fusion = new Fusion(graph, kept);
    for (Node node : graph.nodes().reversed()) {
      String name = node.name();
      if (!fusion.removed.contains(name) && !fusion.replacements.containsKey(name)) {
        fusion.fuse(node);
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!fusion.removed.contains(node.name())) {
        nodes.add(fusion.replacements.getOrDefault(node.name(), node));
      }
    }
    return graph.withNodes(nodes, fusion.extentRules);
  }

  private void fuse(Node node) {
    switch (node.op()) {
      case Relu relu -> fuseRelu(node);
      case MaxPool2d pool -> poolBeforeRelu(node, pool);
      case Sum sum -> fuseSkip(node, sum);
      case Crop crop -> fuseCrop(node, crop);
      default -> {
        // Everything else stays, or is taken into one of the above.
      }
    }
  }

  private void fuseRelu(Node relu) {
    Node producer = producer(relu.inputs().getFirst());
    if (producer != null
        && producer.op() instanceof Conv2d conv
        && replaceable(producer, List.of(relu))) {
      replace(relu, new Conv2dRelu(conv), producer.inputs(), producer);
      removed.add(producer.name());
    }
  }

  private void poolBeforeRelu(Node pool, MaxPool2d op) {
    Node relu = producer(pool.inputs().getFirst());
    if (graph.losses().isEmpty()
        || relu == null
        || !(relu.op() instanceof Relu)
        || !replaceable(relu, List.of(pool))) {
      return;
    }
    Node conv = producer(relu.inputs().getFirst());
    if (conv != null && conv.op() instanceof Conv2d && replaceable(conv, List.of(relu))) {
      replacements.put(relu.name(), new Node(relu.name(), op, relu.inputs(), List.of()));
      replacements.put(pool.name(), new Node(pool.name(), relu.op(), pool.inputs(), List.of()));
    }
  }

  private void fuseSkip(Node sum, Sum op) {
    boolean plain = op.coefficients().stream().allMatch(c -> c == 1);
    if (!plain || sum.inputs().size() != 2) {
      return;
    }
    for (int up = 0; up < 2; up++) {
      Node deconv = producer(sum.inputs().get(up));
      Node crop = producer(sum.inputs().get(1 - up));
      if (deconv != null
          && crop != null
          && deconv.op() instanceof Deconv2d upsampling
          && crop.op() instanceof Crop window
          && crop.inputs().get(1).equals(deconv.name())
          && replaceable(deconv, List.of(sum, crop))
          && replaceable(crop, List.of(sum))) {
        List<String> from = List.of(deconv.inputs().getFirst(), crop.inputs().getFirst());
        replace(sum, new SkipSum(upsampling, window.offset()), from, deconv);
        removed.add(deconv.name());
        removed.add(crop.name());
        return;
      }
    }
  }

  private void fuseCrop(Node crop, Crop op) {
    Node producer = producer(crop.inputs().getFirst());
    if (producer == null
        || !(producer.op() instanceof Deconv2d deconv)
        || !replaceable(producer, List.of(crop))) {
      return;
    }
    List<Node> consumers = Objects.requireNonNull(readers.get(crop.name()));
    boolean intoConsumers =
        !consumers.isEmpty()
            && !kept.contains(crop.name())
            && deconv.channelwise()
            && !deconv.bias()
            && consumers.stream().allMatch(c -> takesUpsampling(c, producer, crop));
    if (intoConsumers) {
      consumers.forEach(consumer -> fuseInto(consumer, deconv, op.offset(), producer, crop));
      removed.add(crop.name());
    } else {
      List<String> from = List.of(producer.inputs().getFirst(), crop.inputs().get(1));
      replace(crop, new DeconvCrop(deconv, op.offset()), from, producer);
    }
    removed.add(producer.name());
  }

  private static boolean takesUpsampling(Node consumer, Node deconv, Node crop) {
    boolean first = consumer.inputs().getFirst().equals(crop.name());
    boolean once = Collections.frequency(consumer.inputs(), crop.name()) == 1;
    return first
        && once
        && switch (consumer.op()) {
          case SoftmaxLoss loss -> !deconv.trainable();
          case ArgMax argMax -> true;
          default -> false;
        };
  }

  private void fuseInto(
      Node consumer, Deconv2d deconv, Extent2 offset, Node upsampling, Node crop) {
    List<String> from = new ArrayList<>(consumer.inputs());
    from.set(0, upsampling.inputs().getFirst());
    if (consumer.op() instanceof SoftmaxLoss loss) {
      replace(consumer, new UpsampleSoftmaxLoss(deconv, offset, loss), from, upsampling);
      // The fused loss crops to the labels; unfused, labels of another size are an error.
      extentRules.add(new ExtentRule(consumer.name(), from.get(1), crop.inputs().get(1)));
    } else {
      from.add(crop.inputs().get(1));
      replace(consumer, new UpsampleArgMax(deconv, offset), from, upsampling);
    }
  }

  private @Nullable Node producer(String tensor) {
    boolean free =
        graph.hasNode(tensor) && !removed.contains(tensor) && !replacements.containsKey(tensor);
    return free ? graph.node(tensor) : null;
  }

  /** Whether a node's output is read by nobody but the given nodes, and need not be kept. */
  private boolean replaceable(Node node, List<Node> by) {
    return !kept.contains(node.name())
        && by.containsAll(Objects.requireNonNull(readers.get(node.name())));
  }

  private void replace(Node last, Op op, List<String> from, Node first) {
    replacements.put(last.name(), new Node(last.name(), op, from, first.parameters()));
  }
}
