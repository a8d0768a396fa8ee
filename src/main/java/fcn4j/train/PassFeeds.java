package fcn4j.train;

import fcn4j.data.Batch;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.tensor.ByteTensor;

/** Feeds a graph's inputs {@code data}, {@code label} and {@code mask}, those that it has. */
final class PassFeeds {
  private static final String DATA = "data";
  private static final String LABEL = "label";
  private static final String MASK = "mask";

  private PassFeeds() {}

  /** Whether a graph takes a mask of the pixels that count. */
  static boolean takesMask(Graph graph) {
    return graph.input(MASK) != null;
  }

  /**
   * The feeds of one pass.
   *
   * @param mask of the labels' shape; not used by a graph without that input
   */
  static Feeds of(Graph graph, Batch batch, ByteTensor mask) {
    Feeds feeds = Feeds.of(DATA, batch.images());
    if (graph.input(LABEL) != null) {
      feeds.with(LABEL, batch.labels());
    }
    if (takesMask(graph)) {
      feeds.with(MASK, mask);
    }
    return feeds;
  }
}
