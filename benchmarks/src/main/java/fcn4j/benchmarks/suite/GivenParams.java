package fcn4j.benchmarks.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that JMH's option {@code -p NAME=A,B} gives to the benchmarks' parameters. */
final class GivenParams {
  /** All that the benchmarks have. */
  static final List<String> NAMES =
      List.of(
          "device",
          "precision",
          "threads",
          "net",
          "size",
          "batch",
          "margin",
          "layer",
          "spreadMegabytes",
          "parameters",
          "pictures");

  private GivenParams() {}

  /**
   * Reads them from a command line.
   *
   * @throws IllegalArgumentException if there is no such parameter, or no value
   */
  static Map<String, List<String>> of(List<String> arguments) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("-p")) {
        String text = arguments.get(i + 1);
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (equals < 0 || equals + 1 == text.length() || !NAMES.contains(name)) {
          throw new IllegalArgumentException(
              "-p %s: write NAME=VALUE[,VALUE...] with one of %s"
                  .formatted(text, String.join(", ", NAMES)));
        }
        List<String> values = List.of(text.substring(equals + 1).split(","));
        given.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values);
      }
    }
    return given;
  }
}
