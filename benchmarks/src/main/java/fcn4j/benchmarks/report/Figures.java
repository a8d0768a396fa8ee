package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.CommitName;
import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers and runs in words. */
final class Figures {
  static final String NONE = "–";

  private Figures() {}

  /** With three digits, all of those before the point. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return NONE;
    }
    if (value == 0) {
      return "0";
    }
    int decimals = (int) Math.clamp(2 - Math.floor(Math.log10(Math.abs(value))), 0, 9);
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String percent(@Nullable Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.0f %%", value);
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String megabytes(@Nullable Long bytes) {
    return bytes == null ? NONE : String.format(Locale.ROOT, "%.0f", bytes / 1e6);
  }

  static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  /** The runs of lines, one below the other. */
  static String runs(List<ResultLine> lines) {
    return Selection.runs(lines).stream()
        .map(run -> Figures.run(run) + "\n")
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** Device, libraries, date and commit of a run, as a line below a table. */
  static String run(Run run) {
    List<String> parts = new ArrayList<>();
    parts.add(run.device());
    if (run.driver() != null) {
      parts.add("driver " + run.driver());
    }
    if (!run.libraries().isEmpty()) {
      parts.add(
          run.libraries().entrySet().stream()
              .map(library -> library.getKey() + " " + library.getValue())
              .collect(Collectors.joining(", ")));
    }
    parts.add(run.date().substring(0, 10));
    parts.add("commit " + CommitName.shortened(run.commit()));
    for (MeasuredCeiling ceiling : run.ceilings()) {
      parts.add(
          "ceiling %s %s TFLOP/s, %s GB/s"
              .formatted(
                  ceiling.precision(),
                  number(ceiling.teraflops()),
                  number(ceiling.gigabytesPerSecond())));
    }
    return String.join("; ", parts) + ".";
  }

  /** The first words of a device's description. */
  static String name(String device) {
    return device.contains(",") ? device.substring(0, device.indexOf(',')) : device;
  }

  /** The name of a device in a file name. */
  static String slug(String device) {
    return name(device)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
