package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.results.CommitName;
import fcn4j.benchmarks.results.Run;
import fcn4j.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Outcomes as tables: of one run for the terminal, of all runs for a page. */
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

  /**
   * Markdown: for each net, size and pass the newest run on a quiet machine; of every library its
   * fastest configuration. A sentence if there is none.
   */
  static String markdown(List<Outcome> outcomes) {
    Map<String, List<Outcome>> newest = newest(outcomes);
    if (newest.isEmpty()) {
      return "No run on a quiet machine has been kept yet.\n";
    }
    StringBuilder text =
        new StringBuilder(
            "| net, image, pass, threads | library | median (best) ms | peak MB | ours : theirs, time | ours : theirs, memory |\n");
    text.append("|---|---|---|---|---|---|\n");
    newest.values().forEach(run -> append(text, run));
    text.append('\n');
    newest.values().stream()
        .map(run -> run.getFirst().run())
        .map(ComparisonTable::machine)
        .distinct()
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static Map<String, List<Outcome>> newest(List<Outcome> outcomes) {
    Map<String, List<Outcome>> newest = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.run().busy()) {
        continue;
      }
      List<Outcome> run = newest.computeIfAbsent(outcome.subject(), subject -> new ArrayList<>());
      // A file only grows, so a later line is of the same run or of a newer one.
      if (!run.isEmpty() && !run.getFirst().run().id().equals(outcome.run().id())) {
        run.clear();
      }
      run.add(outcome);
    }
    return newest;
  }

  private static void append(StringBuilder text, List<Outcome> run) {
    Map<String, Outcome> fastest = new LinkedHashMap<>();
    run.stream()
        .sorted(Comparator.comparing(outcome -> outcome.measured().medianMillis()))
        .forEach(outcome -> fastest.putIfAbsent(outcome.version(), outcome));
    Outcome ours = run.stream().filter(Outcome::ours).findFirst().orElse(run.getFirst());
    for (Outcome outcome : fastest.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s, %s, %s, %d | %s | %.0f (%.0f) | %.0f | %s | %s |%n",
              outcome.measured().name(),
              outcome.measured().size(),
              outcome.measured().pass(),
              outcome.measured().threads(),
              outcome.ours() ? "**fcn4j**" : outcome.version() + ", " + outcome.configuration(),
              outcome.measured().medianMillis(),
              outcome.measured().bestMillis(),
              outcome.peakMegabytes(),
              outcome.ours()
                  ? ""
                  : number(
                      "%.2f", ours.measured().medianMillis() / outcome.measured().medianMillis()),
              outcome.ours()
                  ? ""
                  : number("%.2f", ours.peakMegabytes() / outcome.peakMegabytes())));
    }
  }

  private static String machine(Run run) {
    return "%s; %s, commit %s."
        .formatted(run.device(), run.date().substring(0, 10), CommitName.shortened(run.commit()));
  }
}
