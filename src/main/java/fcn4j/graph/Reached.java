package fcn4j.graph;

import fcn4j.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A net for images of one size, rewritten so that the wide padding in front costs little.
 *
 * <p>Far from the image, activations do not depend on it. They are what the net makes of a blank
 * picture: constant, channel by channel, but for a ring along the outer edge, where later paddings
 * and the overhang of poolings are seen. The ring's width does not depend on the size, and its
 * pixels only on the remainder of the size by the stride. So a blank picture that is just large
 * enough to show ring, middle and ring stands for one of any size. In the rewritten net each layer
 * computes a window, about what the image reaches, and {@link fcn4j.op.Frame} puts windows into the
 * surroundings that the next layer sees.
 *
 * @param main the net; it has more inputs, {@link #surroundings}
 * @param blank what computes the blank maps from a blank picture
 * @param blankInputs shapes of its inputs, all zero
 * @param surroundings the further inputs of the net
 */
public record Reached(
    Graph main, Graph blank, Map<String, Shape> blankInputs, List<Surroundings> surroundings) {

  /**
   * What framing counts as by default: eight bytes moved a value, where processors and GPUs alike
   * do some 15 multiply-adds in the time of a byte.
   */
  static final long FRAMING_COST = 120;

  /** Smaller blank pictures in a row that do not pay before the search ends. */
  private static final int PATIENCE = 3;

  /**
   * A blank map that the net reads.
   *
   * @param name of the input
   * @param shape of one image
   * @param node of the blank graph that computes it, or null for zeros
   */
  public record Surroundings(String name, Shape shape, @Nullable String node) {}

  /**
   * Rewrites a net for inference, if that saves multiply-adds for even a single image.
   *
   * @param inputShapes one for each input
   * @param kept nodes that must be there as a whole
   * @return null if nothing is saved
   * @throws fcn4j.op.ShapeException if the net can't take these inputs
   */
  public static @Nullable Reached of(
      Graph graph, Map<String, Shape> inputShapes, Set<String> kept) {
    return of(graph, inputShapes, kept, FRAMING_COST);
  }

  /**
   * The same.
   *
   * @param framingCost multiply-adds that putting one value into a frame counts as
   */
  static @Nullable Reached of(
      Graph graph, Map<String, Shape> inputShapes, Set<String> kept, long framingCost) {
    Map<String, Shape> shapes = graph.shapes(inputShapes);
    Reach reach = new Reach(graph, shapes);
    if (reach.margin() == null) {
      return null;
    }
    ReachRewrite best = null;
    long least = new Windows(graph, reach, kept, 0, framingCost).cost();
    int worse = 0;
    for (long largest : reach.blankExtents()) {
      Windows windows = new Windows(graph, reach, kept, largest, framingCost);
      if (windows.framed().isEmpty()) {
        continue;
      }
      ReachRewrite rewrite = new ReachRewrite(graph, reach, windows);
      long cost = windows.cost() + rewrite.blankMultiplyAdds();
      if (cost < least) {
        best = rewrite;
        least = cost;
        worse = 0;
      } else if (best != null && ++worse == PATIENCE) {
        break;
      }
    }
    return best == null ? null : best.result();
  }

  /** Shapes of all inputs of the net. */
  public Map<String, Shape> mainInputs(Map<String, Shape> inputShapes) {
    Map<String, Shape> all = new HashMap<>(inputShapes);
    surroundings.forEach(one -> all.put(one.name(), one.shape()));
    return all;
  }

  Set<String> surroundingNames() {
    return surroundings.stream().map(Surroundings::name).collect(Collectors.toSet());
  }

  /** Multiply-adds of one forward pass. */
  public long multiplyAdds(Map<String, Shape> inputShapes) {
    return Analysis.of(main, mainInputs(inputShapes)).multiplyAdds();
  }

  /** Multiply-adds of the response to the blank picture, once for each set of weights. */
  public long blankMultiplyAdds() {
    return Analysis.of(blank, blankInputs).multiplyAdds();
  }
}
