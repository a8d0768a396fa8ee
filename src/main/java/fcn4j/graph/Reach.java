package fcn4j.graph;

import fcn4j.op.Extent2;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far images reach in a net: the zones of its inputs and of every node that does the same at
 * every place and is computed from such nodes alone. Other nodes have none.
 */
final class Reach {
  private final Map<String, Shape> shapes;
  private final Map<String, Zones> zones = new HashMap<>();
  private final Map<String, Layer> layers = new HashMap<>();
  private final Set<Extent2> margins = new HashSet<>();
  private final Set<Extent2> images = new HashSet<>();

  /**
   * A node that has a ring.
   *
   * @param locality what it sees of its inputs
   * @param in the zones of its inputs
   * @param out its own
   * @param shape its output
   * @param multiplyAdds for each of its pixels, in all images of a batch
   */
  record Layer(Locality locality, Zones in, Zones out, Shape shape, long multiplyAdds) {}

  Reach(Graph graph, Map<String, Shape> shapes) {
    this.shapes = shapes;
    for (GraphInput input : graph.inputs()) {
      if (input.type() == ElementType.FLOAT32) {
        zones.put(input.name(), Zones.image(shape(input.name())));
      }
    }
    for (Node node : graph.nodes()) {
      Zones own = of(node);
      if (own != null) {
        zones.put(node.name(), own);
      }
    }
  }

  Shape shape(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor), tensor);
  }

  private @Nullable Zones of(Node node) {
    Locality locality = Locality.of(node.op());
    Zones in = locality == null ? null : inputs(node);
    if (locality == null || in == null) {
      return null;
    }
    if (in.open() && !locality.keepsZero()) {
      if (!locality.zeroPadded()) {
        return null;
      }
      margins.add(locality.pad());
      images.add(new Extent2(in.h().length(), in.w().length()));
    }
    Shape shape = shape(node.name());
    Zones out = in.through(locality, shape);
    if (!out.open()) {
      long all = node.op().multiplyAdds(Graph.inputShapes(node, shapes));
      long perPixel = all / shape.planeCount();
      layers.put(node.name(), new Layer(locality, in, out, shape, perPixel));
    }
    return out;
  }

  /** The zones of all inputs together, or null if one has none or they differ in kind. */
  private @Nullable Zones inputs(Node node) {
    Zones all = null;
    for (String input : node.inputs()) {
      Zones one = zones.get(input);
      if (one == null || (all != null && all.open() != one.open())) {
        return null;
      }
      all = all == null ? one : all.with(one);
    }
    return all;
  }

  /** The zones of an input or node, or null. */
  @Nullable Zones zones(String tensor) {
    return zones.get(tensor);
  }

  /** Those of a tensor that has some. */
  Zones known(String tensor) {
    return Objects.requireNonNull(zones.get(tensor), tensor);
  }

  /** Whether a tensor has zones and may have a ring: it is neither an image nor zero like one. */
  boolean inside(String tensor) {
    return layers.containsKey(tensor);
  }

  /** A node that {@link #inside} holds for. */
  Layer layer(String node) {
    return Objects.requireNonNull(layers.get(node), node);
  }

  /**
   * Extents of the blank pictures that show ring, middle and ring of one map or another that the
   * image does not fill; the largest first.
   */
  SortedSet<Long> blankExtents() {
    SortedSet<Long> extents = new TreeSet<>(Comparator.reverseOrder());
    for (Layer layer : layers.values()) {
      if (!layer.out().reach().equals(layer.out().whole())) {
        extents.add(layer.out().blankExtent());
      }
    }
    return extents;
  }

  /** The padding that all first convolutions have around images of one size, or null. */
  @Nullable Extent2 margin() {
    return margins.size() == 1 && images.size() == 1 ? margins.iterator().next() : null;
  }

  /** Rows and columns of the images; only where there is a margin. */
  Extent2 image() {
    return images.iterator().next();
  }
}
