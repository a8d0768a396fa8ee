package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Run;
import fcn4j.report.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Measurements of a run as tables for the terminal, one for each kind. */
final class SuiteTable {
  private static final double MEGABYTE = 1e6;

  private SuiteTable() {}

  /** The tables. */
  static String text(Run run, List<Measurement> measurements) {
    Map<String, List<Measurement>> kinds =
        measurements.stream()
            .collect(
                Collectors.groupingBy(Measurement::kind, LinkedHashMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder();
    kinds.forEach((kind, rows) -> text.append('\n').append(table(run, kind, rows)));
    return text.toString();
  }

  private static TextTable table(Run run, String kind, List<Measurement> rows) {
    TextTable table =
        new TextTable(
            kind,
            "pass",
            "on",
            "size",
            "batch",
            "ms",
            "median ms",
            "settled",
            "speed",
            "device ms",
            "images/s",
            "TFLOP/s",
            "GB/s",
            "% of ceiling",
            "memory MB");
    for (Measurement row : rows) {
      String configuration = row.detail().get("configuration");
      table.row(
          configuration == null || configuration.equals("margin reach")
              ? row.name()
              : row.name() + ", " + configuration,
          row.pass(),
          row.backend().equals("java") ? "java" : row.backend() + " " + row.precision(),
          row.size(),
          Integer.toString(row.batch()),
          millis(row.shownMillis()),
          millis(row.medianMillis()),
          row.settled() == null ? "-" : row.settled() ? "yes" : "no",
          number("%.2f", row.speed()),
          millis(row.deviceMillis()),
          number("%.1f", wholeImages(row) ? row.imagesPerSecond() : null),
          number("%.3f", productsOf(row) ? row.teraflops() : null),
          number("%.1f", row.gigabytesPerSecond()),
          number("%.0f", row.percentOfCeiling(run)),
          number("%.1f", row.peakBytes() == null ? null : row.peakBytes() / MEGABYTE));
    }
    return table;
  }

  private static boolean wholeImages(Measurement row) {
    return row.kind().equals(Kind.NET.word()) || row.kind().equals(Kind.DATA.word());
  }

  private static boolean productsOf(Measurement row) {
    return row.multiplyAdds() != null && row.multiplyAdds() > 0;
  }

  /** Four digits or so. */
  private static String millis(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    return number(value < 1 ? "%.4f" : value < 100 ? "%.2f" : "%.1f", value);
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
