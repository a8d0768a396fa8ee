package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.report.Chart;
import fcn4j.report.Curve;
import fcn4j.report.Scale;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Charts of one device. */
final class Plots {
  private static final List<Double> SIDES =
      List.of(64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 4096.0, 8192.0);
  private static final List<Double> BATCHES = List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0);

  private Plots() {}

  /**
   * All charts that there are lines for.
   *
   * @param device whose lines these are
   * @return pictures by the names of their files
   */
  static Map<String, BufferedImage> of(String device, List<ResultLine> lines) {
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    String slug = Figures.slug(device);
    List<Measurement> scaling = kind(lines, "scaling");
    List<Measurement> single = scaling.stream().filter(one -> one.batch() == 1).toList();
    if (!single.isEmpty()) {
      pictures.put("time-by-size-" + slug + ".png", timeBySize(device, single).draw());
      pictures.put(
          "memory-by-size-" + slug + ".png",
          memoryBySize(device, single, kind(lines, "largest")).draw());
    }
    List<Measurement> batches = batches(scaling);
    if (!batches.isEmpty()) {
      pictures.put("time-by-batch-" + slug + ".png", timeByBatch(device, batches).draw());
    }
    List<ResultLine> kernels =
        Tables.usual(
            lines.stream()
                .filter(
                    line -> List.of("kernel", "convolution").contains(line.measurement().kind()))
                .filter(line -> onRoofline(line.measurement()))
                .toList());
    if (!kernels.isEmpty()) {
      pictures.put("roofline-" + slug + ".png", Roofline.chart(device, kernels).draw());
    }
    List<Peers> peers =
        Peers.of(lines.stream().filter(line -> line.measurement().kind().equals("peer")).toList());
    if (!peers.isEmpty()) {
      String title = "Time of a pass, fcn4j = 1, on " + Figures.name(device);
      pictures.put("peers-" + slug + ".png", Peers.chart(title, peers).draw());
    }
    return pictures;
  }

  private static boolean onRoofline(Measurement one) {
    Double intensity = one.flopsPerByte();
    return intensity != null && intensity > 0;
  }

  private static List<Measurement> kind(List<ResultLine> lines, String kind) {
    return lines.stream()
        .map(ResultLine::measurement)
        .filter(one -> one.kind().equals(kind))
        .toList();
  }

  /** Those of nets and sizes that were measured with several batches. */
  private static List<Measurement> batches(List<Measurement> scaling) {
    return scaling.stream()
        .filter(one ->
            scaling.stream()
                .anyMatch(
                    other -> other.batch() != one.batch() && batchKey(other).equals(batchKey(one))))
        .toList();
  }

  private static String batchKey(Measurement one) {
    return one.name() + " " + one.pass() + precision(one) + ", " + one.size();
  }

  private static String sizeKey(Measurement one) {
    return one.name() + " " + one.pass() + precision(one);
  }

  static String precision(Measurement one) {
    return one.precision().equals("fp32") ? "" : " " + one.precision();
  }

  static double side(Measurement one) {
    String[] extents = one.size().split("x");
    return Math.sqrt(Double.parseDouble(extents[0]) * Double.parseDouble(extents[1]));
  }

  private static Chart timeBySize(String device, List<Measurement> single) {
    List<Curve> curves = curves(single, Plots::sizeKey, Plots::side, Measurement::shownMillis);
    List<Curve.Spot> theirs =
        Paper.TIMES.stream()
            .map(time -> new Curve.Spot(Paper.SIDE, time.millis(), paperLabel(time)))
            .toList();
    curves.add(new Curve("the paper, forward, " + Paper.DEVICE, Curve.Style.CROSSES, 0, theirs));
    return chart(
        "Time of a pass of one image on " + Figures.name(device),
        "image, pixels a side",
        "ms",
        curves,
        SIDES);
  }

  private static String paperLabel(Paper time) {
    return "%s: %s ms".formatted(time.name(), Figures.number(time.millis()));
  }

  private static Chart memoryBySize(
      String device, List<Measurement> single, List<Measurement> largest) {
    ToDoubleFunction<Measurement> gigabytes =
        one -> Objects.requireNonNullElse(one.peakBytes(), 0L) / 1e9;
    Predicate<Measurement> known = one -> one.peakBytes() != null && one.peakBytes() > 0;
    List<Measurement> shown = single.stream().filter(known).toList();
    List<Curve> curves = curves(shown, Plots::sizeKey, Plots::side, gigabytes);
    List<Curve.Spot> most =
        largest.stream()
            .filter(known)
            .filter(one -> one.batch() == 1)
            .map(one ->
                new Curve.Spot(
                    side(one),
                    gigabytes.applyAsDouble(one),
                    "%s %s: %s".formatted(one.name(), one.pass(), one.size())))
            .toList();
    if (!most.isEmpty()) {
      String memory =
          Figures.gigabytes(
              Double.parseDouble(largest.getFirst().detail().getOrDefault("memoryBytes", "0")));
      curves.add(new Curve("the largest in " + memory, Curve.Style.CROSSES, 0, most));
    }
    return chart(
        "Memory taken at most, one image, on " + Figures.name(device),
        "image, pixels a side",
        "GB",
        curves,
        SIDES);
  }

  private static Chart timeByBatch(String device, List<Measurement> batches) {
    List<Curve> curves =
        curves(
            batches, Plots::batchKey, Measurement::batch, one -> one.shownMillis() / one.batch());
    return chart(
        "Time an image, in batches, on " + Figures.name(device),
        "images a batch",
        "ms an image",
        curves,
        BATCHES);
  }

  /** A curve for each key; those of a net share its colour, and training is dashed. */
  private static List<Curve> curves(
      List<Measurement> all,
      Function<Measurement, String> key,
      ToDoubleFunction<Measurement> x,
      ToDoubleFunction<Measurement> y) {
    Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    Map<String, Integer> colours = new LinkedHashMap<>();
    for (Measurement one : all) {
      groups.computeIfAbsent(key.apply(one), name -> new ArrayList<>()).add(one);
      colours.computeIfAbsent(one.name() + precision(one), name -> colours.size());
    }
    List<Curve> curves = new ArrayList<>();
    groups.forEach((name, members) -> {
      Measurement first = members.getFirst();
      boolean dashed = first.pass().equals("train");
      List<Curve.Spot> spots =
          members.stream()
              .sorted(Comparator.comparingDouble(x))
              .map(one -> new Curve.Spot(x.applyAsDouble(one), y.applyAsDouble(one), ""))
              .toList();
      int colour = Objects.requireNonNull(colours.get(first.name() + precision(first)));
      curves.add(new Curve(name, dashed ? Curve.Style.DASHED : Curve.Style.LINE, colour, spots));
    });
    return curves;
  }

  private static Chart chart(
      String title, String across, String up, List<Curve> curves, List<Double> ticks) {
    List<Double> x = spots(curves).map(Curve.Spot::x).toList();
    List<Double> y = spots(curves).map(Curve.Spot::y).toList();
    return new Chart(
        title, Scale.logarithmic(across, x, ticks), Scale.logarithmic(up, y, List.of()), curves);
  }

  static Stream<Curve.Spot> spots(List<Curve> curves) {
    return curves.stream().flatMap(curve -> curve.spots().stream());
  }
}
