package fcn4j.graph;

import fcn4j.op.Conv2d;
import fcn4j.op.CoordinateMap;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Extent2;
import fcn4j.op.Op;
import fcn4j.op.ParameterSpec;
import fcn4j.op.Rational;
import fcn4j.op.Scale;
import fcn4j.op.ShapeException;
import fcn4j.op.SkipSum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a graph node by node; tracks channels and coordinates, so that crop offsets never are
 * written by hand.
 */
public final class GraphBuilder {
  // Channels follow from inputs' channels alone; any extents that no window exceeds will do.
  private static final int PROBE_EXTENT = 1 << 12;

  private final String name;
  private final List<GraphInput> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> channels = new HashMap<>();
  private final Map<String, ElementType> types = new HashMap<>();
  private final Map<String, CoordinateMap> coordinates = new HashMap<>();

  /** An empty net. */
  public GraphBuilder(String name) {
    this.name = name;
  }

  /** Adds an image-like input of floats; returns its name. */
  public String input(String input, int inputChannels) {
    return input(input, inputChannels, ElementType.FLOAT32);
  }

  /** Adds an input; returns its name. */
  public String input(String input, int inputChannels, ElementType type) {
    register(input, inputChannels, type, CoordinateMap.IDENTITY);
    inputs.add(new GraphInput(input, inputChannels, type));
    return input;
  }

  /** Channels of a node or input. */
  public int channels(String node) {
    return require(channels, node);
  }

  /** Coordinates of a node or input relative to the image. */
  public CoordinateMap coordinates(String node) {
    return require(coordinates, node);
  }

  /** Adds a node whose op has no parameters; returns its name. */
  public String add(String node, Op op, String... from) {
    return add(node, op, List.of(), from);
  }

  /**
   * Adds a node; returns its name.
   *
   * @param rules one for each parameter of the op
   * @throws GraphException if the name is taken, an input is unknown, or types, channels or
   *     coordinates do not fit
   */
  public String add(String node, Op op, List<ParameterRule> rules, String... from) {
    List<ParameterSpec> specs = op.parameters();
    if (specs.size() != rules.size()) {
      throw new GraphException(
          "node %s: %s has %d parameter(s), %d rule(s) given"
              .formatted(node, op.name(), specs.size(), rules.size()));
    }
    boolean diagonal = diagonal(op);
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      boolean isDiagonal = diagonal && specs.get(i).name().equals("weight");
      parameters.add(
          new Parameter(node + "." + specs.get(i).name(), specs.get(i), rules.get(i), isDiagonal));
    }
    List<String> inputNames = List.of(from);
    checkTypes(node, op, inputNames);
    register(node, outChannels(node, op, inputNames), op.outputType(), map(node, op, inputNames));
    nodes.add(new Node(node, op, inputNames, parameters));
    return node;
  }

  private static boolean diagonal(Op op) {
    return switch (op) {
      case Deconv2d deconv -> deconv.diagonal();
      case DeconvCrop fused -> fused.deconv().diagonal();
      case SkipSum fused -> fused.deconv().diagonal();
      case UpsampleSoftmaxLoss fused -> fused.deconv().diagonal();
      case UpsampleArgMax fused -> fused.deconv().diagonal();
      default -> false;
    };
  }

  /** Adds a convolution with the reference's multipliers (weight 1/1, bias 2/0). */
  public String conv(String node, String from, int out, int kernel, int pad, Filler filler) {
    Conv2d op = Conv2d.square(channels(from), out, kernel, 1, pad);
    return add(node, op, List.of(ParameterRule.weight(filler), ParameterRule.bias()), from);
  }

  /** Adds a frozen factor for all channels, stored one a channel as the reference does. */
  public String scale(String node, String from, float factor) {
    Filler filler = new Filler.Constant(factor);
    return add(node, new Scale(channels(from)), List.of(ParameterRule.frozen(filler)), from);
  }

  /**
   * Adds the crop of a node to the frame and size of another, at the offset that follows from their
   * coordinates.
   *
   * @throws GraphException if scales differ, or the offset is negative or no whole number
   */
  public String crop(String node, String from, String reference) {
    CoordinateMap source = coordinates(from);
    CoordinateMap target = coordinates(reference);
    Extent2 offset =
        new Extent2(
            offset(node, from, reference, source.h(), target.h()),
            offset(node, from, reference, source.w(), target.w()));
    return add(node, new Crop(offset), from, reference);
  }

  private static int offset(
      String node,
      String from,
      String reference,
      CoordinateMap.Axis source,
      CoordinateMap.Axis target) {
    if (!source.scale().equals(target.scale())) {
      throw new GraphException(
          "crop %s: %s and %s have different strides (%s and %s pixels a pixel of the image)"
              .formatted(node, from, reference, source.scale(), target.scale()));
    }
    Rational offset = source.shift().minus(target.shift());
    if (!offset.isInteger()) {
      throw new GraphException(
          "crop %s: the offset of %s to %s is %s, no whole number; change a kernel by one or the padding"
              .formatted(node, from, reference, offset));
    }
    if (offset.numerator() < 0) {
      throw new GraphException(
          "crop %s: the offset of %s to %s is %s, below 0; pad the first layer more, or enlarge the last kernel before the coarser of the two"
              .formatted(node, from, reference, offset));
    }
    return Math.toIntExact(offset.numerator());
  }

  /**
   * The finished graph.
   *
   * @throws GraphException if it has no nodes
   */
  public Graph build() {
    if (nodes.isEmpty()) {
      throw new GraphException("net %s has no nodes".formatted(name));
    }
    return new Graph(name, inputs, nodes, coordinates, List.of());
  }

  private void register(String node, int nodeChannels, ElementType type, CoordinateMap map) {
    if (channels.putIfAbsent(node, nodeChannels) != null) {
      throw new GraphException("net %s: the name '%s' is used twice".formatted(name, node));
    }
    types.put(node, type);
    coordinates.put(node, map);
  }

  private <T> T require(Map<String, T> map, String node) {
    T value = map.get(node);
    if (value == null) {
      throw new GraphException("net %s: no node or input '%s' yet".formatted(name, node));
    }
    return value;
  }

  private void checkTypes(String node, Op op, List<String> from) {
    for (int i = 0; i < from.size(); i++) {
      ElementType type = require(types, from.get(i));
      if (op.readsValues(i) && type != op.inputType(i)) {
        throw new GraphException(
            "node %s: input %s is %s, %s takes %s"
                .formatted(node, from.get(i), type, op.name(), op.inputType(i)));
      }
    }
  }

  private int outChannels(String node, Op op, List<String> from) {
    List<Shape> probes = new ArrayList<>();
    for (String input : from) {
      probes.add(new Shape(1, channels(input), PROBE_EXTENT, PROBE_EXTENT));
    }
    try {
      return op.output(probes).c();
    } catch (ShapeException e) {
      return channelsOfResizing(node, op, probes, e);
    }
  }

  // An op whose inputs differ in extents by design (upsampling beside a label map, a skip beside
  // coarse scores) can't be probed with equal extents; its output channels are known otherwise.
  private static int channelsOfResizing(
      String node, Op op, List<Shape> probes, ShapeException failure) {
    return switch (op) {
      case SkipSum skip -> skip.deconv().outChannels();
      case Crop crop -> probes.getFirst().c();
      default -> throw new GraphException("node %s: %s".formatted(node, failure.getMessage()));
    };
  }

  private CoordinateMap map(String node, Op op, List<String> from) {
    CoordinateMap first = null;
    for (int i = 0; i < from.size(); i++) {
      if (op.readsValues(i)) {
        CoordinateMap map = coordinates(from.get(i));
        if (first == null) {
          first = map;
        } else if (!(op instanceof SkipSum) && !map.equals(first) && !op.isLoss()) {
          throw new GraphException(
              "node %s: inputs %s and %s are not aligned (%s against %s); add a crop"
                  .formatted(node, from.getFirst(), from.get(i), first, map));
        }
      }
    }
    return (first == null ? CoordinateMap.IDENTITY : first).then(op.coordinates());
  }
}
