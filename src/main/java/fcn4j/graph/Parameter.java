package fcn4j.graph;

import fcn4j.op.ParameterSpec;

/**
 * A parameter of a node.
 *
 * @param name {@code <node>.weight} or {@code <node>.bias}, unique in the graph
 * @param spec its extents
 * @param rule how it is initialised and trained
 * @param diagonal whether values off the diagonal of its first two extents must be zero
 */
public record Parameter(String name, ParameterSpec spec, ParameterRule rule, boolean diagonal) {

  /** Whether training changes it. */
  public boolean trainable() {
    return rule.rateMultiplier() != 0;
  }
}
