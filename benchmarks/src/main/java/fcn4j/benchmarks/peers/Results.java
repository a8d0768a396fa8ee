package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.results.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Outcomes in files of results, and their ratios. */
final class Results {
  private Results() {}

  /**
   * Adds lines to a file, which is made where there is none.
   *
   * @throws IOException if it can't be written
   */
  static void append(Path file, List<Outcome> outcomes) throws IOException {
    for (Outcome outcome : outcomes) {
      ResultFile.append(file, outcome.run(), List.of(outcome.measured()));
    }
  }

  /**
   * Reads a file's outcomes, without ratios; none where there is no file.
   *
   * @throws IOException if it can't be read
   */
  static List<Outcome> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return ResultFile.read(file).stream()
        .filter(line -> line.measurement().kind().equals(Outcome.KIND))
        .map(line -> new Outcome(line.run(), line.measurement(), null, null))
        .toList();
  }

  /** The same outcomes of one run and pass with ratios to the best of the peers among them. */
  static List<Outcome> withRatios(List<Outcome> outcomes) {
    OptionalDouble millis = best(outcomes, outcome -> outcome.measured().medianMillis());
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
