package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.report.BarChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ours and its peers, as one run measured them for one net, pass, size and batch.
 *
 * @param lines of all sides; the fastest first
 */
record Peers(List<ResultLine> lines) {
  private static final String OURS = "fcn4j";

  /** Sorts the lines. */
  Peers {
    lines =
        lines.stream()
            .sorted(Comparator.comparingDouble(line -> line.measurement().medianMillis()))
            .toList();
  }

  /** Comparisons in the order in which they were measured. */
  static List<Peers> of(List<ResultLine> lines) {
    Map<String, List<ResultLine>> subjects = new LinkedHashMap<>();
    for (List<ResultLine> device : Selection.byDevice(lines).values()) {
      for (ResultLine line : device) {
        subjects
            .computeIfAbsent(Selection.peerSubject(line), subject -> new ArrayList<>())
            .add(line);
      }
    }
    return subjects.values().stream()
        .map(Peers::new)
        .filter(one -> one.ours().isPresent())
        .toList();
  }

  private static boolean isOurs(ResultLine line) {
    return OURS.equals(line.measurement().detail().get("who"));
  }

  /** The fastest of ours. */
  Optional<Measurement> ours() {
    return lines.stream().filter(Peers::isOurs).map(ResultLine::measurement).findFirst();
  }

  /** Ours in the same precision, or the fastest of ours. */
  private Measurement ours(Measurement theirs) {
    return lines.stream()
        .filter(Peers::isOurs)
        .map(ResultLine::measurement)
        .filter(one -> one.precision().equals(theirs.precision()))
        .findFirst()
        .or(this::ours)
        .orElseThrow();
  }

  /** The fastest configuration of every library and precision; ours among them. */
  List<Measurement> fastest() {
    Map<String, Measurement> fastest = new LinkedHashMap<>();
    for (ResultLine line : lines) {
      Measurement one = line.measurement();
      fastest.putIfAbsent(library(one) + " " + one.precision(), one);
    }
    return List.copyOf(fastest.values());
  }

  private static String library(Measurement one) {
    return OURS.equals(one.detail().get("who"))
        ? OURS
        : one.detail().getOrDefault("version", one.backend());
  }

  private static String configuration(Measurement one) {
    String configuration = one.detail().getOrDefault("configuration", "");
    return configuration.isEmpty() ? "" : ", " + configuration;
  }

  private String subject() {
    Measurement one = lines.getFirst().measurement();
    return "%s, %s, batch %d, %s".formatted(one.name(), one.size(), one.batch(), one.pass());
  }

  /**
   * Comparisons as a table.
   *
   * @param all whether every configuration is shown, or of each library and precision the fastest
   */
  static String table(List<Peers> peers, boolean all) {
    if (peers.isEmpty()) {
      return "No run on a quiet machine has been kept yet.\n";
    }
    Map<String, List<Peers>> devices = new LinkedHashMap<>();
    for (Peers one : peers) {
      String device = one.lines.getFirst().run().device();
      devices.computeIfAbsent(device, name -> new ArrayList<>()).add(one);
    }
    return devices.values().stream()
        .map(device -> deviceTable(device, all))
        .collect(Collectors.joining("\n"));
  }

  private static String deviceTable(List<Peers> peers, boolean all) {
    MarkdownTable table =
        new MarkdownTable(
            "net, image, batch, pass",
            "library",
            "precision",
            ">median (best) ms",
            ">peak MB",
            ">ours : theirs, time",
            ">ours : theirs, memory");
    for (Peers one : peers) {
      List<Measurement> shown =
          all ? one.lines.stream().map(ResultLine::measurement).toList() : one.fastest();
      shown.forEach(measurement -> one.addRow(table, measurement));
    }
    List<ResultLine> lines = peers.stream().flatMap(one -> one.lines.stream()).toList();
    return table + "\n" + Figures.runs(lines);
  }

  private void addRow(MarkdownTable table, Measurement one) {
    boolean mine = OURS.equals(one.detail().get("who"));
    Measurement ours = ours(one);
    Long peak = one.peakBytes();
    Long oursPeak = ours.peakBytes();
    table.row(
        subject(),
        (mine ? "**fcn4j**" : library(one)) + configuration(one),
        one.precision(),
        "%s (%s)".formatted(Figures.number(one.medianMillis()), Figures.number(one.bestMillis())),
        Figures.megabytes(peak),
        mine ? "" : Figures.ratio(ours.medianMillis() / one.medianMillis()),
        mine || peak == null || oursPeak == null ? "" : Figures.ratio((double) oursPeak / peak));
  }

  /** Bars of the times, ours being 1. */
  static BarChart chart(String title, List<Peers> peers) {
    List<BarChart.Group> groups = new ArrayList<>();
    Map<String, Integer> colours = new LinkedHashMap<>();
    colours.put(OURS, 0);
    for (Peers one : peers) {
      double unit = one.ours().orElseThrow().medianMillis();
      List<BarChart.Bar> bars = new ArrayList<>();
      for (Measurement measurement : one.fastest()) {
        String who = measurement.detail().getOrDefault("who", measurement.backend());
        int colour = colours.computeIfAbsent(who, name -> colours.size());
        double ratio = measurement.medianMillis() / unit;
        String text =
            String.format(
                Locale.ROOT, "%.2f × (%s ms)", ratio, Figures.number(measurement.medianMillis()));
        String name = library(measurement) + ", " + measurement.precision();
        bars.add(new BarChart.Bar(name, ratio, text, colour));
      }
      groups.add(new BarChart.Group(one.subject(), bars));
    }
    return new BarChart(title, groups);
  }
}
