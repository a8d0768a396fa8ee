package fcn4j.benchmarks.peers;

import fcn4j.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Outcomes of one run as a table for the terminal. */
final class ComparisonTable {
  private ComparisonTable() {}

  /** One run: every configuration, and what share of its time and memory ours takes. */
  static String text(List<Outcome> outcomes) {
    boolean device = outcomes.stream().anyMatch(one -> one.measured().deviceMillis() != null);
    List<String> heads = new ArrayList<>(List.of("who", "configuration", "median ms", "best ms"));
    if (device) {
      heads.add("device ms");
    }
    heads.add("peak MB");
    if (device) {
      heads.add("reserved MB");
    }
    heads.addAll(List.of("to best ms", "to best MB", "differs by"));
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (Outcome outcome : outcomes) {
      table.row(cells(outcome, device).toArray(String[]::new));
    }
    return table.toString();
  }

  private static List<String> cells(Outcome outcome, boolean device) {
    String millis = device ? "%.3f" : "%.1f";
    List<String> cells = new ArrayList<>(List.of(outcome.who(), outcome.configuration()));
    cells.add(number(millis, outcome.measured().medianMillis()));
    cells.add(number(millis, outcome.measured().bestMillis()));
    if (device) {
      cells.add(number(millis, outcome.measured().deviceMillis()));
    }
    cells.add(number("%.0f", outcome.peakMegabytes()));
    if (device) {
      cells.add(number("%.0f", outcome.reservedMegabytes()));
    }
    cells.add(number("%.2f", outcome.timeRatio()));
    cells.add(number("%.2f", outcome.memoryRatio()));
    cells.add(
        outcome.ours() && outcome.agreement() == 0 ? "" : number("%.1e", outcome.agreement()));
    return cells;
  }

  /** A sentence: our best configuration beside the best of the peers. */
  static String verdict(List<Outcome> outcomes) {
    Optional<Outcome> ours = fastest(outcomes.stream().filter(Outcome::ours));
    Optional<Outcome> theirs = fastest(outcomes.stream().filter(one -> !one.ours()));
    Outcome any = outcomes.getFirst();
    String subject =
        "%s %s %s %s"
            .formatted(
                any.measured().name(),
                any.measured().size(),
                any.measured().pass(),
                any.measured().precision());
    if (ours.isEmpty() || theirs.isEmpty()) {
      return subject + ": no ratio, " + (ours.isEmpty() ? "the engine" : "a peer") + " is missing";
    }
    return String.format(
        Locale.ROOT,
        "%s: %s %s %.3f ms, %s %s %.3f ms: ratio %.2f",
        subject,
        ours.get().who(),
        ours.get().configuration(),
        ours.get().measured().medianMillis(),
        theirs.get().who(),
        theirs.get().configuration(),
        theirs.get().measured().medianMillis(),
        ours.get().measured().medianMillis() / theirs.get().measured().medianMillis());
  }

  private static Optional<Outcome> fastest(Stream<Outcome> outcomes) {
    return outcomes.min(Comparator.comparingDouble(one -> one.measured().medianMillis()));
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
