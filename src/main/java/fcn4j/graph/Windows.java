package fcn4j.graph;

import fcn4j.op.Extent2;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which rectangle of each map is computed, and which maps are framed: for every reader of a map the
 * cheaper of computing all that it needs, and computing what the image reaches and framing that
 * with the response to a blank picture. On a chain of layers the choice is the best one.
 */
final class Windows {
  private final Graph graph;
  private final Reach reach;
  private final Set<String> kept;
  private final long largestBlank;
  private final long framingCost;
  private final Map<String, Map<Area, Long>> costs = new HashMap<>();
  private final Map<String, Area> areas = new HashMap<>();
  private final Set<Framing> framings = new HashSet<>();

  /**
   * A map that is put into its surroundings for a reader.
   *
   * @param map its name
   * @param need what is read
   * @param values how many that are
   * @param around whether more is read than is computed
   */
  private record Framing(String map, Area need, long values, boolean around) {}

  /** What a reader does about an input: the area that the input is then computed on. */
  private record Choice(Area area, long cost) {}

  /**
   * Decides.
   *
   * @param kept nodes that are computed as a whole
   * @param largestBlank extent of the largest blank picture that may be used
   * @param framingCost multiply-adds that putting one value into a frame counts as
   */
  Windows(Graph graph, Reach reach, Set<String> kept, long largestBlank, long framingCost) {
    this.graph = graph;
    this.reach = reach;
    this.kept = kept;
    this.largestBlank = largestBlank;
    this.framingCost = framingCost;
    for (Node node : graph.nodes().reversed()) {
      boolean inside = reach.inside(node.name());
      if (inside) {
        areas.put(node.name(), settled(node));
      }
      for (String input : node.inputs()) {
        if (reach.inside(input)) {
          areas.merge(input, choice(input, need(node, input)).area(), Area::hull);
        }
      }
    }
    graph.nodes().forEach(this::note);
  }

  private Area settled(Node node) {
    Area demanded = kept.contains(node.name()) ? null : areas.get(node.name());
    Reach.Layer layer = reach.layer(node.name());
    return demanded == null ? layer.out().whole() : computable(layer, demanded);
  }

  private void note(Node reader) {
    for (String input : reader.inputs()) {
      if (reach.zones(input) != null) {
        Area need = need(reader, input);
        Area area = area(input);
        if (!need.equals(area)) {
          long values = reach.inside(input) ? values(reach.layer(input), need) : 0;
          boolean around = reach.inside(input) && !area.contains(need);
          framings.add(new Framing(input, need, values, around));
        }
      }
    }
  }

  private static long values(Reach.Layer layer, Area area) {
    return area.pixels() * layer.shape().c() * layer.shape().n();
  }

  /** The rectangle of a map with zones that is computed. */
  Area area(String tensor) {
    Area area = areas.get(tensor);
    return area == null ? reach.known(tensor).whole() : area;
  }

  /** The rectangle of an input with zones that a node reads; around an image there are zeros. */
  Area need(Node reader, String input) {
    return reach.inside(reader.name())
        ? need(reach.layer(reader.name()), area(reader.name()))
        : reach.known(input).whole();
  }

  /** The padding that is left to a node inside. */
  Extent2 pad(Node node) {
    Reach.Layer layer = reach.layer(node.name());
    Area area = area(node.name());
    Area whole = layer.out().whole();
    return new Extent2(
        area.h().equals(whole.h()) ? layer.locality().h().pad() : 0,
        area.w().equals(whole.w()) ? layer.locality().w().pad() : 0);
  }

  /** The maps that are framed with their blank maps. */
  Set<String> framed() {
    Set<String> maps = new HashSet<>();
    framings.stream().filter(Framing::around).forEach(framing -> maps.add(framing.map()));
    return maps;
  }

  /** Multiply-adds of the nodes inside, and what framing costs. */
  long cost() {
    long cost = 0;
    for (Framing framing : framings) {
      cost += framingCost * framing.values();
    }
    for (Node node : graph.nodes()) {
      if (reach.inside(node.name())) {
        cost += reach.layer(node.name()).multiplyAdds() * area(node.name()).pixels();
      }
    }
    return cost;
  }

  private long cost(String node, Area area) {
    Map<Area, Long> known = costs.computeIfAbsent(node, name -> new HashMap<>());
    Long cost = known.get(area);
    if (cost == null) {
      Reach.Layer layer = reach.layer(node);
      Area need = need(layer, area);
      cost = layer.multiplyAdds() * area.pixels();
      for (String input : graph.node(node).inputs()) {
        cost += reach.inside(input) ? choice(input, need).cost() : 0;
      }
      known.put(area, cost);
    }
    return cost;
  }

  private Choice choice(String input, Area need) {
    Reach.Layer layer = reach.layer(input);
    long framing = framingCost * values(layer, need);
    Area grown = computable(layer, need);
    long growing = cost(input, grown) + (grown.equals(need) ? 0 : framing);
    Area reached = computable(layer, layer.out().reach());
    boolean mayFrame = layer.out().blankExtent() <= largestBlank && !kept.contains(input);
    if (!mayFrame || grown.equals(reached)) {
      return new Choice(grown, growing);
    }
    long framed = cost(input, reached) + framing;
    return framed < growing ? new Choice(reached, framed) : new Choice(grown, growing);
  }

  /** The rectangle of a node's inputs that an area of it needs. */
  private static Area need(Reach.Layer layer, Area area) {
    Zones in = layer.in();
    Locality locality = layer.locality();
    return new Area(
        need(locality.h(), in.h(), in.open(), layer.out().h(), area.h()),
        need(locality.w(), in.w(), in.open(), layer.out().w(), area.w()));
  }

  private static Span need(
      Sliding sliding, Zones.Axis in, boolean open, Zones.Axis out, Span area) {
    if (area.length() == out.length()) {
      return Span.whole(in.length());
    }
    Span seen = sliding.seen(area);
    // A pooling's last window may hang over.
    return open ? seen : new Span(seen.from(), Math.min(seen.to(), in.length()));
  }

  /** The least area around the given one that a node can compute: padding at one side is none. */
  private static Area computable(Reach.Layer layer, Area area) {
    Zones in = layer.in();
    Locality locality = layer.locality();
    return in.open()
        ? area
        : new Area(
            computable(locality.h(), in.h(), layer.out().h(), area.h()),
            computable(locality.w(), in.w(), layer.out().w(), area.w()));
  }

  private static Span computable(Sliding sliding, Zones.Axis in, Zones.Axis out, Span area) {
    Span seen = sliding.seen(area);
    boolean padded = seen.from() < 0 || (seen.to() > in.length() && sliding.pad() > 0);
    return padded ? Span.whole(out.length()) : area;
  }
}
