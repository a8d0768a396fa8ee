package fcn4j.op;

import java.util.List;

/**
 * Which gradients a backward pass computes, and how.
 *
 * @param inputs one an input
 * @param parameters one a parameter
 */
public record GradModes(List<GradMode> inputs, List<GradMode> parameters) {
  /** Copies the lists. */
  public GradModes {
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
  }

  /** Whether any gradient is wanted. */
  public boolean any() {
    return inputs.stream().anyMatch(mode -> mode != GradMode.IGNORE)
        || parameters.stream().anyMatch(mode -> mode != GradMode.IGNORE);
  }
}
