package fcn4j.benchmarks.suite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a set is made for.
 *
 * @param device {@code cpu}, {@code cuda} or {@code reference}
 * @param quick whether a part of the set will do
 * @param bf16 whether the processor computes in bfloat16
 * @param given values that a user gave for parameters
 */
record Setting(String device, boolean quick, boolean bf16, Map<String, List<String>> given) {
  /** Where only the reference backend computes: nets that it can manage. */
  private static final String SMALL = "-narrow";

  /** Whether it is the reference backend, for which whole nets are too much. */
  boolean slow() {
    return device.equals("reference");
  }

  /** A net that the device can manage. */
  String net(String name) {
    return slow() ? name + SMALL : name;
  }

  /** The nets that the user gave, or others. */
  List<String> netsOr(List<String> otherwise) {
    return given.getOrDefault("net", otherwise.stream().map(this::net).toList());
  }

  /** The sizes of images that the user gave, or the usual one. */
  List<String> sizes() {
    return given.getOrDefault("size", List.of(slow() ? "240x180" : "500x500"));
  }

  /** The batches that the user gave, or one image. */
  List<String> batches() {
    return given.getOrDefault("batch", List.of("1"));
  }

  /** The precisions that a pass is measured in. */
  List<String> precisions(boolean inference) {
    return switch (device) {
      case "cuda" -> List.of("fp32", "tf32");
      case "cpu" -> inference && bf16 ? List.of("fp32", "bf16") : List.of("fp32");
      default -> List.of("fp32");
    };
  }

  /**
   * The trial once for each combination of what the user gave for its parameters.
   *
   * @param fixed parameters that the trial has already from the user
   */
  List<Trial> expand(Trial trial, String... fixed) {
    Map<String, List<String>> others = new HashMap<>(given);
    others.keySet().removeAll(List.of(fixed));
    return trial.forEach(others);
  }
}
