package fcn4j.graph;

import fcn4j.op.Extent2;
import fcn4j.op.Frame;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes the graphs of {@link Reached} for windows that have been chosen. */
final class ReachRewrite {
  private final Graph graph;
  private final Reach reach;
  private final Windows windows;
  // Pixels of the image by which the blank picture is smaller, margin included.
  private final Extent2 smaller;
  private final Set<String> blankNodes = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, String> frames = new HashMap<>();
  private final Map<String, Reached.Surroundings> surroundings = new LinkedHashMap<>();

  ReachRewrite(Graph graph, Reach reach, Windows windows) {
    this.graph = graph;
    this.reach = reach;
    this.windows = windows;
    this.smaller = new Extent2(smaller(true), smaller(false));
    for (Node node : graph.nodes().reversed()) {
      if (windows.framed().contains(node.name()) || blankNodes.contains(node.name())) {
        blankNodes.add(node.name());
        blankNodes.addAll(node.inputs());
      }
    }
  }

  /** The most by which the picture can shrink while every framed map keeps a middle. */
  private int smaller(boolean rows) {
    int step = 1;
    for (String map : windows.framed()) {
      step = leastCommonMultiple(step, axis(map, rows).stride());
    }
    int steps = Integer.MAX_VALUE;
    for (String map : windows.framed()) {
      Zones.Axis axis = axis(map, rows);
      steps = Math.min(steps, Math.floorDiv(axis.between() - 1, step / axis.stride()));
    }
    return Math.max(0, steps) * step;
  }

  private static int leastCommonMultiple(int a, int b) {
    int divisor = BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValueExact();
    return Math.multiplyExact(a / divisor, b);
  }

  private Zones.Axis axis(String map, boolean rows) {
    Zones zones = reach.known(map);
    return rows ? zones.h() : zones.w();
  }

  /** Multiply-adds of the blank maps. */
  long blankMultiplyAdds() {
    long sum = 0;
    for (String node : blankNodes) {
      if (reach.inside(node)) {
        Reach.Layer layer = reach.layer(node);
        sum += layer.multiplyAdds() / layer.shape().n() * blankShape(node).planeCount();
      }
    }
    return sum;
  }

  private Shape blankShape(String map) {
    Zones zones = reach.known(map);
    return new Shape(
        1,
        reach.shape(map).c(),
        blankLength(zones.h(), smaller.h()),
        blankLength(zones.w(), smaller.w()));
  }

  private static int blankLength(Zones.Axis axis, int smaller) {
    return axis.length() - smaller / axis.stride();
  }

  Reached result() {
    for (Node node : graph.nodes()) {
      List<String> from = node.inputs().stream().map(input -> source(node, input)).toList();
      nodes.add(
          new Node(
              node.name(),
              reach.inside(node.name())
                  ? Locality.withPad(node.op(), windows.pad(node))
                  : node.op(),
              from,
              node.parameters()));
    }
    List<GraphInput> inputs = new ArrayList<>(graph.inputs());
    surroundings
        .values()
        .forEach(
            one -> inputs.add(new GraphInput(one.name(), one.shape().c(), ElementType.FLOAT32)));
    return new Reached(
        graph.withInputsAndNodes(inputs, nodes),
        blank(),
        blankInputs(),
        List.copyOf(surroundings.values()));
  }

  /** What a node reads in place of an input: the same, or a frame around it. */
  private String source(Node reader, String input) {
    if (reach.zones(input) == null) {
      return input;
    }
    Area need = windows.need(reader, input);
    Area area = windows.area(input);
    if (need.equals(area)) {
      return input;
    }
    String name = input + " framed to " + need;
    return frames.computeIfAbsent(
        name,
        key -> {
          boolean around = reach.inside(input) && !area.contains(need);
          nodes.add(
              new Node(
                  name,
                  around ? frame(input, area, need) : constant(area, need),
                  List.of(input, around ? blankMap(input) : zeros(reach.shape(input).c())),
                  List.of()));
          return name;
        });
  }

  private Frame frame(String map, Area area, Area need) {
    Zones zones = reach.known(map);
    return new Frame(
        axis(zones.h(), smaller.h(), area.h(), need.h()),
        axis(zones.w(), smaller.w(), area.w(), need.w()));
  }

  private static Frame.Axis axis(Zones.Axis zones, int smaller, Span area, Span need) {
    int length = zones.length();
    int blank = blankLength(zones, smaller);
    int head = Math.clamp(zones.low() - (long) need.from(), 0, need.length());
    int tail = Math.clamp(need.to() - (long) (length - zones.high()), 0, need.length() - head);
    return new Frame.Axis(
        need.length(),
        area.from() - need.from(),
        head,
        head == 0 ? 0 : need.from(),
        Math.min(zones.low(), blank - 1),
        tail,
        tail == 0 ? 0 : need.to() - tail - length + blank);
  }

  private static Frame constant(Area area, Area need) {
    return new Frame(
        Frame.Axis.constant(need.h().length(), area.h().from() - need.h().from()),
        Frame.Axis.constant(need.w().length(), area.w().from() - need.w().from()));
  }

  private String blankMap(String map) {
    String name = "blank " + map;
    surroundings.put(name, new Reached.Surroundings(name, blankShape(map), map));
    return name;
  }

  private String zeros(int channels) {
    String name = "zeros " + channels;
    surroundings.put(name, new Reached.Surroundings(name, new Shape(1, channels, 1, 1), null));
    return name;
  }

  private Graph blank() {
    List<Node> small = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (blankNodes.contains(node.name())) {
        boolean first = reach.inside(node.name()) && !reach.inside(node.inputs().getFirst());
        small.add(
            first
                ? new Node(
                    node.name(),
                    Locality.withPad(node.op(), Extent2.ZERO),
                    node.inputs(),
                    node.parameters())
                : node);
      }
    }
    List<GraphInput> inputs =
        graph.inputs().stream().filter(input -> blankNodes.contains(input.name())).toList();
    return graph.withInputsAndNodes(inputs, small);
  }

  private Map<String, Shape> blankInputs() {
    Extent2 pad = Objects.requireNonNull(reach.margin());
    Map<String, Shape> inputs = new HashMap<>();
    for (GraphInput input : graph.inputs()) {
      if (blankNodes.contains(input.name())) {
        int rows = reach.image().h() + 2 * pad.h() - smaller.h();
        int columns = reach.image().w() + 2 * pad.w() - smaller.w();
        inputs.put(input.name(), new Shape(1, input.channels(), rows, columns));
      }
    }
    return inputs;
  }
}
