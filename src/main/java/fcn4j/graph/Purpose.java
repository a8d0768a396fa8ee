package fcn4j.graph;

import java.util.Set;

/**
 * What a graph is run for.
 *
 * @param training whether there is a backward pass
 * @param kept nodes that stay readable
 * @param inputGradients graph inputs of which the gradient is wanted
 * @param margin how a wide padding in front is computed
 * @param framingCost multiply-adds that putting one value into a frame counts as
 */
record Purpose(
    boolean training,
    Set<String> kept,
    Set<String> inputGradients,
    Margin margin,
    long framingCost) {

  Purpose {
    kept = Set.copyOf(kept);
    inputGradients = Set.copyOf(inputGradients);
  }

  /** Training needs the margin's gradients, so all of it is computed. */
  static Purpose training(Set<String> kept, Set<String> inputGradients) {
    return new Purpose(true, kept, inputGradients, Margin.FULL, Reached.FRAMING_COST);
  }

  static Purpose inference(Set<String> outputs, Margin margin, long framingCost) {
    return new Purpose(false, outputs, Set.of(), margin, framingCost);
  }
}
