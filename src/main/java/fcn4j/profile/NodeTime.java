package fcn4j.profile;

import fcn4j.op.Op;
import fcn4j.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long one node took in one direction.
 *
 * @param phase forward, backward, or the update of all parameters
 * @param node its name; the net's for the update
 * @param op what it computes; null for the update
 * @param output shape of its output; of the update the parameters, as one row
 * @param work what its definition needs
 * @param millis one a repetition, in order
 */
public record NodeTime(
    Phase phase, String node, @Nullable Op op, Shape output, Work work, List<Double> millis) {

  /** Copies the times. */
  public NodeTime {
    millis = List.copyOf(millis);
  }

  /** The operation's name. */
  public String operation() {
    return op == null ? "SgdUpdate" : op.name();
  }

  /** The median of the repetitions. */
  public double medianMillis() {
    return Profile.median(millis);
  }
}
