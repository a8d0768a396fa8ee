package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.json.JsonMapper;

/** Outcomes as lines of JSON, and their ratios. */
final class Results {
  private static final JsonMapper JSON = new JsonMapper();

  private Results() {}

  /**
   * Adds lines to a file, which is made where there is none.
   *
   * @throws IOException if it can't be written
   */
  static void append(Path file, List<Outcome> outcomes) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      lines.add(JSON.writeValueAsString(outcome));
    }
    Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Reads a file's lines; none where there is no file.
   *
   * @throws IOException if it can't be read
   */
  static List<Outcome> read(Path file) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        outcomes.add(JSON.readValue(line, Outcome.class));
      }
    }
    return outcomes;
  }

  /** The same outcomes of one run and pass with ratios to the best of the peers among them. */
  static List<Outcome> withRatios(List<Outcome> outcomes) {
    OptionalDouble millis = best(outcomes, Outcome::medianMillis);
    OptionalDouble megabytes = best(outcomes, Outcome::peakMegabytes);
    if (millis.isEmpty() || megabytes.isEmpty()) {
      return outcomes;
    }
    return outcomes.stream()
        .map(outcome -> outcome.against(millis.getAsDouble(), megabytes.getAsDouble()))
        .toList();
  }

  private static OptionalDouble best(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    return outcomes.stream().filter(outcome -> !outcome.ours()).mapToDouble(value).min();
  }
}
