package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Speeds;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tables of what was measured, one for each device. */
final class Tables {
  private static final String NOTHING = "No run on a quiet machine has been kept yet.\n";
  private static final String USUAL_SIZE = "500x500";

  private Tables() {}

  /** The usual size alone, one image, where it was measured, and updates; else everything. */
  static List<ResultLine> usual(List<ResultLine> lines) {
    List<ResultLine> usual =
        lines.stream()
            .filter(line ->
                line.measurement().size().equals(USUAL_SIZE)
                    || line.measurement().pass().equals("update"))
            .filter(line -> line.measurement().batch() == 1)
            .toList();
    return usual.isEmpty() ? lines : usual;
  }

  /** Whole nets. */
  static String nets(List<ResultLine> lines) {
    return perDevice(
        lines,
        List.of(
            "net",
            "pass",
            "image, batch",
            "backend",
            ">ms",
            ">images/s",
            ">TFLOP/s",
            ">of the ceiling",
            ">peak MB"),
        (run, one) ->
            List.of(
                one.name(),
                pass(one),
                "%s, %d".formatted(one.size(), one.batch()),
                backend(one),
                Figures.number(one.shownMillis()),
                Figures.number(one.imagesPerSecond()),
                Figures.number(one.teraflops()),
                Figures.percent(one.percentOfCeiling(run)),
                Figures.megabytes(one.peakBytes())));
  }

  /** Single operations and convolutions. */
  static String kernels(List<ResultLine> lines) {
    return perDevice(
        lines,
        List.of(
            "operation",
            "pass",
            "image, batch",
            "backend",
            ">ms",
            ">TFLOP/s",
            ">GB/s",
            ">FLOP/byte",
            ">of the ceiling"),
        (run, one) -> {
          boolean products = one.multiplyAdds() != null && one.multiplyAdds() > 0;
          return List.of(
              one.name(),
              one.pass(),
              "%s, %d".formatted(one.size(), one.batch()),
              backend(one),
              Figures.number(one.rateMillis()),
              Figures.number(products ? one.teraflops() : null),
              Figures.number(one.gigabytesPerSecond()),
              Figures.number(products ? one.flopsPerByte() : null),
              Figures.percent(one.percentOfCeiling(run)));
        });
  }

  /** Loading of data. */
  static String data(List<ResultLine> lines) {
    return perDevice(
        lines,
        List.of("data", "pass", "image, batch", ">threads", ">ms", ">images/s"),
        (run, one) ->
            List.of(
                one.name(),
                one.pass(),
                "%s, %d".formatted(one.size(), one.batch()),
                Integer.toString(one.threads()),
                Figures.number(one.shownMillis()),
                Figures.number(one.imagesPerSecond())));
  }

  /** Nets over sizes and batches. */
  static String scaling(List<ResultLine> lines) {
    return perDevice(
        lines,
        List.of(
            "net",
            "pass",
            "image, batch",
            "backend",
            ">ms",
            ">ms an image",
            ">of the ceiling",
            ">MB taken",
            ">MB predicted"),
        (run, one) ->
            List.of(
                one.name(),
                one.pass(),
                "%s, %d".formatted(one.size(), one.batch()),
                backend(one),
                Figures.number(one.shownMillis()),
                Figures.number(one.shownMillis() / one.batch()),
                Figures.percent(one.percentOfCeiling(run)),
                Figures.megabytes(one.peakBytes()),
                megabytes(one, "predictedBytes")));
  }

  /** The largest that fits. */
  static String largest(List<ResultLine> lines) {
    return perDevice(
        lines,
        List.of(
            "net",
            "pass",
            "memory",
            "largest image, batch",
            ">MB predicted",
            ">MB taken",
            ">ms",
            "the next does not fit"),
        (run, one) ->
            List.of(
                one.name(),
                one.pass(),
                Figures.gigabytes(number(one, "memoryBytes")),
                "%s, %d".formatted(one.size(), one.batch()),
                megabytes(one, "predictedBytes"),
                Figures.megabytes(one.peakBytes()),
                Figures.number(one.shownMillis()),
                next(one)));
  }

  private static String next(Measurement one) {
    String next = "%s, %s".formatted(one.detail().get("nextSize"), one.detail().get("nextBatch"));
    return one.detail().containsKey("nextBytes")
        ? next + ": " + megabytes(one, "nextBytes") + " MB"
        : next;
  }

  /** What the paper says beside ours, on each device that measured the same net so. */
  static String paper(List<ResultLine> scaling) {
    MarkdownTable table =
        new MarkdownTable(
            "net in the paper", ">ms there, " + Paper.DEVICE, "ours", ">ms here", "on");
    for (Paper time : Paper.TIMES) {
      String there =
          (time.table() == 3 ? "about " : "")
              + "%.0f (Table %d)".formatted(time.millis(), time.table());
      List<ResultLine> same =
          scaling.stream()
              .filter(line -> line.measurement().name().equals(time.net()))
              .filter(line -> line.measurement().pass().equals("forward"))
              .filter(line -> line.measurement().size().equals(USUAL_SIZE))
              .filter(line -> line.measurement().batch() == 1)
              .toList();
      if (same.isEmpty()) {
        table.row(time.name(), there, time.net(), Figures.NONE, "not measured");
      }
      for (ResultLine line : same) {
        Measurement one = line.measurement();
        String on = line.run().device() + ", " + one.precision();
        table.row(time.name(), there, one.name(), Figures.number(one.shownMillis()), on);
      }
    }
    return table.toString();
  }

  /** Runs that are not shown, because the machine was busy. */
  static String passedOver(List<Run> busy) {
    if (busy.isEmpty()) {
      return "No run was passed over.\n";
    }
    return busy.stream()
        .map(run ->
            String.format(
                Locale.ROOT,
                "* Passed over, because the machine had other work (%.1f processors busy before, %.1f after): %s%n",
                run.loadBefore(),
                run.loadAfter(),
                run.id()))
        .collect(Collectors.joining());
  }

  private static String pass(Measurement one) {
    String configuration = one.detail().get("configuration");
    return configuration == null ? one.pass() : one.pass() + ", " + configuration;
  }

  private static String backend(Measurement one) {
    return "%s, %s".formatted(one.backend(), one.precision());
  }

  private static double number(Measurement one, String key) {
    return Double.parseDouble(one.detail().getOrDefault(key, "NaN"));
  }

  private static String megabytes(Measurement one, String key) {
    String bytes = one.detail().get(key);
    return bytes == null ? Figures.NONE : Figures.megabytes(Long.parseLong(bytes));
  }

  /** The cells of a measurement. */
  private interface Row {
    List<String> of(Run run, Measurement one);
  }

  /** A table for each device, and below it the runs that it is from. */
  private static String perDevice(List<ResultLine> lines, List<String> headings, Row row) {
    if (lines.isEmpty()) {
      return NOTHING;
    }
    StringBuilder text = new StringBuilder();
    for (List<ResultLine> device : Selection.byDevice(lines).values()) {
      MarkdownTable table = new MarkdownTable(headings.toArray(String[]::new));
      for (ResultLine line : device) {
        table.row(row.of(line.run(), line.measurement()).toArray(String[]::new));
      }
      text.append(text.isEmpty() ? "" : "\n").append(table).append('\n');
      Selection.runs(device).forEach(run -> text.append(Figures.run(run)).append("\n"));
      text.append(Speeds.of(device.stream().map(ResultLine::measurement).toList()).text());
    }
    return text.toString();
  }
}
