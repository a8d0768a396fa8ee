package fcn4j.net;

import java.util.List;

/**
 * What a head needs to know of a trunk that is already in a graph.
 *
 * @param image the input that the scores are cropped to
 * @param top the node that is scored first
 * @param skips the finer features that a head may score too, from the coarsest to the finest; each
 *     has half the stride of the one before, the first half that of the top
 */
public record Trunk(String image, String top, List<Skip> skips) {

  /**
   * Features that a skip starts from.
   *
   * @param node their node
   * @param label what the head's layers for them are named after: {@code pool4} gives score_pool4
   */
  public record Skip(String node, String label) {}

  /** Copies the list. */
  public Trunk {
    skips = List.copyOf(skips);
  }
}
