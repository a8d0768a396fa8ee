package fcn4j.net;

import java.util.List;

/**
 * What a head needs to know of a trunk that is already in a graph.
 *
 * @param image the input that the scores are cropped to
 * @param top the node that is scored first
 * @param pools the poolings, first to last; skips come from the last but one and the last but two
 */
public record Trunk(String image, String top, List<String> pools) {
  /** Copies the list. */
  public Trunk {
    pools = List.copyOf(pools);
  }
}
