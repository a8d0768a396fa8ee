package fcn4j.benchmarks.peers;

import fcn4j.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes as tables: of one run for the terminal, of all runs for a page. */
final class ComparisonTable {
  private static final double BUSY = 1.5;

  private ComparisonTable() {}

  /** One run: every configuration, and what share of its time and memory ours takes. */
  static String text(List<Outcome> outcomes) {
    TextTable table =
        new TextTable(
            "who",
            "configuration",
            "median ms",
            "best ms",
            "peak MB",
            "to best ms",
            "to best MB",
            "differs by");
    for (Outcome outcome : outcomes) {
      table.row(
          outcome.who(),
          outcome.configuration(),
          number("%.1f", outcome.medianMillis()),
          number("%.1f", outcome.bestMillis()),
          number("%.0f", outcome.peakMegabytes()),
          number("%.2f", outcome.timeRatio()),
          number("%.2f", outcome.memoryRatio()),
          outcome.ours() ? "" : number("%.1e", outcome.agreement()));
    }
    return table.toString();
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
      if (outcome.run().loadBefore() > BUSY) {
        continue;
      }
      List<Outcome> run = newest.computeIfAbsent(outcome.subject(), subject -> new ArrayList<>());
      // A file only grows, so a later line is of the same run or of a newer one.
      if (!run.isEmpty() && !run.getFirst().run().equals(outcome.run())) {
        run.clear();
      }
      run.add(outcome);
    }
    return newest;
  }

  private static void append(StringBuilder text, List<Outcome> run) {
    Map<String, Outcome> fastest = new LinkedHashMap<>();
    run.stream()
        .sorted(Comparator.comparing(Outcome::medianMillis))
        .forEach(outcome -> fastest.putIfAbsent(outcome.version(), outcome));
    Outcome ours = run.stream().filter(Outcome::ours).findFirst().orElse(run.getFirst());
    for (Outcome outcome : fastest.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s, %s, %s, %d | %s | %.0f (%.0f) | %.0f | %s | %s |%n",
              outcome.net(),
              outcome.size(),
              outcome.pass(),
              outcome.threads(),
              outcome.ours() ? "**fcn4j**" : outcome.version() + ", " + outcome.configuration(),
              outcome.medianMillis(),
              outcome.bestMillis(),
              outcome.peakMegabytes(),
              outcome.ours() ? "" : number("%.2f", ours.medianMillis() / outcome.medianMillis()),
              outcome.ours()
                  ? ""
                  : number("%.2f", ours.peakMegabytes() / outcome.peakMegabytes())));
    }
  }

  private static String machine(Outcome.Run run) {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %.0f GB; %s, commit %s.",
        run.machine().processor(),
        run.machine().processors(),
        run.machine().memoryMegabytes() / 1000.0,
        run.date().substring(0, 10),
        run.commit().substring(0, Math.min(7, run.commit().length())));
  }
}
