package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Settled;
import fcn4j.benchmarks.results.Speeds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables of what was measured, one for each device. */
final class Tables {
  private static final String NOTHING = "No run on a quiet machine has been kept yet.\n";
  private static final String USUAL_SIZE = "500x500";

  private static final Column PASS = column("pass", Measurement::pass);
  private static final Column IMAGE = column("image, batch", Tables::image);
  private static final Column BACKEND =
      column("backend", one -> "%s, %s".formatted(one.backend(), one.precision()));
  private static final Column MILLIS = column(">ms", one -> Figures.number(one.shownMillis()));
  private static final Column IMAGES_PER_SECOND =
      column(">images/s", one -> Figures.number(one.imagesPerSecond()));
  private static final Column CEILING =
      new Column(
          ">of the ceiling",
          line -> Figures.percent(line.measurement().percentOfCeiling(line.run())));
  private static final Column PREDICTED =
      column(">MB predicted", one -> megabytes(one, "predictedBytes"));

  /**
   * A column of a table.
   *
   * @param heading with {@code >} in front where it stands on the right
   * @param cell of a line
   */
  private record Column(String heading, Function<ResultLine, String> cell) {}

  private static Column column(String heading, Function<Measurement, String> cell) {
    return new Column(heading, line -> cell.apply(line.measurement()));
  }

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
        column("net", Measurement::name),
        column("pass", Tables::pass),
        IMAGE,
        BACKEND,
        MILLIS,
        IMAGES_PER_SECOND,
        column(">TFLOP/s", one -> Figures.number(one.teraflops())),
        CEILING,
        column(">peak MB", one -> Figures.megabytes(one.peakBytes())));
  }

  /** Single operations and convolutions. */
  static String kernels(List<ResultLine> lines) {
    return perDevice(
        lines,
        column("operation", Measurement::name),
        PASS,
        IMAGE,
        BACKEND,
        column(">ms", one -> Figures.number(one.rateMillis())),
        column(">TFLOP/s", one -> Figures.number(ofProducts(one, one.teraflops()))),
        column(">GB/s", one -> Figures.number(one.gigabytesPerSecond())),
        column(">FLOP/byte", one -> Figures.number(ofProducts(one, one.flopsPerByte()))),
        CEILING);
  }

  private static @Nullable Double ofProducts(Measurement one, @Nullable Double value) {
    return one.multiplyAdds() != null && one.multiplyAdds() > 0 ? value : null;
  }

  /** Loading of data. */
  static String data(List<ResultLine> lines) {
    return perDevice(
        lines,
        column("data", Measurement::name),
        PASS,
        IMAGE,
        column(">threads", one -> Integer.toString(one.threads())),
        MILLIS,
        IMAGES_PER_SECOND);
  }

  /** Nets over sizes and batches. */
  static String scaling(List<ResultLine> lines) {
    return perDevice(
        lines,
        column("net", Measurement::name),
        PASS,
        IMAGE,
        BACKEND,
        MILLIS,
        column(">ms an image", one -> Figures.number(one.shownMillis() / one.batch())),
        CEILING,
        column(">MB taken", one -> Figures.megabytes(one.peakBytes())),
        PREDICTED);
  }

  /** The largest that fits. */
  static String largest(List<ResultLine> lines) {
    return perDevice(
        lines,
        column("net", Measurement::name),
        PASS,
        column("memory", one -> Figures.gigabytes(number(one, "memoryBytes"))),
        column("largest image, batch", Tables::image),
        PREDICTED,
        column(">MB taken", one -> Figures.megabytes(one.peakBytes())),
        MILLIS,
        column("the next does not fit", Tables::next));
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

  private static String image(Measurement one) {
    return "%s, %d".formatted(one.size(), one.batch());
  }

  private static double number(Measurement one, String key) {
    return Double.parseDouble(one.detail().getOrDefault(key, "NaN"));
  }

  private static String megabytes(Measurement one, String key) {
    String bytes = one.detail().get(key);
    return bytes == null ? Figures.NONE : Figures.megabytes(Long.parseLong(bytes));
  }

  /** A table for each device, and below it the runs that it is from. */
  private static String perDevice(List<ResultLine> lines, Column... columns) {
    if (lines.isEmpty()) {
      return NOTHING;
    }
    StringBuilder text = new StringBuilder();
    for (List<ResultLine> device : Selection.byDevice(lines).values()) {
      MarkdownTable table =
          new MarkdownTable(Arrays.stream(columns).map(Column::heading).toArray(String[]::new));
      for (ResultLine line : device) {
        table.row(
            Arrays.stream(columns).map(column -> column.cell.apply(line)).toArray(String[]::new));
      }
      text.append(text.isEmpty() ? "" : "\n").append(table).append('\n');
      Selection.runs(device).forEach(run -> text.append(Figures.run(run)).append("\n"));
      List<Measurement> measured = device.stream().map(ResultLine::measurement).toList();
      text.append(Speeds.of(measured).text()).append(Settled.of(measured).summary());
    }
    return text.toString();
  }
}
