package fcn4j.graph;

/**
 * How inference treats the wide padding in front of a net, most of whose activations do not depend
 * on the image. The results agree within rounding.
 */
public enum Margin {
  /** Everything is computed, as the net is written. */
  FULL,
  /**
   * Only what the image can reach is computed where that saves work; the rest is taken from the
   * net's response to a small blank picture, which is kept until the parameters change.
   *
   * @see Reached
   */
  REACH
}
