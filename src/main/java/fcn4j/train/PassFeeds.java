package fcn4j.train;

import fcn4j.data.Batch;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.tensor.ByteTensor;

/** Feeds a graph's inputs {@code data}, {@code label} and {@code mask}, those that it has. */
final class PassFeeds {
  private PassFeeds() {}

  /** Whether a graph takes a mask of the pixels that count. */
  static boolean takesMask(Graph graph) {
    return graph.input(FcnHead.MASK) != null;
  }

  /**
   * The feeds of one pass.
   *
   * @param mask of the labels' shape; not used by a graph without that input
   */
  static Feeds of(Graph graph, Batch batch, ByteTensor mask) {
    Feeds feeds = Feeds.of(Nets.IMAGE, batch.images());
    if (graph.input(FcnHead.LABEL) != null) {
      feeds.with(FcnHead.LABEL, batch.labels());
    }
    if (takesMask(graph)) {
      feeds.with(FcnHead.MASK, mask);
    }
    return feeds;
  }
}
