package fcn4j.cli;

import fcn4j.report.TextTable;
import fcn4j.train.Metrics;
import java.util.List;
import java.util.Locale;

/** Scores as people read them. */
final class ScoreTable {
  private ScoreTable() {}

  /** The four scores of the paper in a line, in per cent. */
  static String line(Metrics metrics) {
    return "pixel accuracy %s, mean accuracy %s, mean IU %s, frequency weighted IU %s"
        .formatted(
            percent(metrics.pixelAccuracy()),
            percent(metrics.meanAccuracy()),
            percent(metrics.meanIu()),
            percent(metrics.frequencyWeightedIu()));
  }

  /** IU and accuracy of every class. */
  static String classes(Metrics metrics, List<String> names) {
    TextTable table = new TextTable("class", "IU", "accuracy");
    for (int c = 0; c < names.size(); c++) {
      table.row(
          names.get(c), percent(metrics.classIu().get(c)), percent(metrics.classAccuracy().get(c)));
    }
    return table.toString();
  }

  /** A share as per cent with one decimal, or a dash where it is not defined. */
  static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : "-";
  }
}
