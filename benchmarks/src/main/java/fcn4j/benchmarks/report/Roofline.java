package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.report.Chart;
import fcn4j.report.Curve;
import fcn4j.report.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Operations under the ceilings of compute and copying. */
final class Roofline {
  private Roofline() {}

  static Chart chart(String device, List<ResultLine> lines) {
    Map<String, List<Curve.Spot>> groups = new TreeMap<>();
    for (ResultLine line : lines) {
      Measurement one = line.measurement();
      groups
          .computeIfAbsent(group(one), name -> new ArrayList<>())
          .add(
              new Curve.Spot(
                  Objects.requireNonNull(one.flopsPerByte()),
                  Objects.requireNonNull(one.teraflops()),
                  label(one)));
    }
    List<Curve> curves = new ArrayList<>();
    groups.forEach((name, spots) -> {
      boolean convolution = name.startsWith("convolution");
      Curve.Style style = convolution ? Curve.Style.DOTS : Curve.Style.RINGS;
      curves.add(new Curve(name, style, curves.size(), spots));
    });
    List<Double> x = new ArrayList<>(Plots.spots(curves).map(Curve.Spot::x).toList());
    List<Double> y = new ArrayList<>(Plots.spots(curves).map(Curve.Spot::y).toList());
    List<Curve> all = new ArrayList<>();
    for (MeasuredCeiling ceiling : ceilings(lines)) {
      double ridge = 1000 * ceiling.teraflops() / ceiling.gigabytesPerSecond();
      x.add(4 * ridge);
      y.add(ceiling.teraflops());
    }
    Scale across = Scale.logarithmic("FLOP a byte", x, List.of());
    for (MeasuredCeiling ceiling : ceilings(lines)) {
      all.add(limit(ceiling, across));
    }
    all.addAll(curves);
    return new Chart(
        "Operations under the measured ceiling of " + Figures.name(device),
        across,
        Scale.logarithmic("TFLOP/s", y, List.of()),
        all);
  }

  /** The operation and the layer, without the net. */
  private static String label(Measurement one) {
    return one.name().replaceAll("[^ /]+/", "");
  }

  private static String group(Measurement one) {
    return one.kind() + ", " + one.pass() + Plots.precision(one);
  }

  private static List<MeasuredCeiling> ceilings(List<ResultLine> lines) {
    Map<String, MeasuredCeiling> ceilings = new LinkedHashMap<>();
    for (ResultLine line : lines) {
      Measurement one = line.measurement();
      line.run()
          .ceiling(one.backend(), one.precision())
          .ifPresent(ceiling -> ceilings.put(one.backend() + one.precision(), ceiling));
    }
    return List.copyOf(ceilings.values());
  }

  private static Curve limit(MeasuredCeiling ceiling, Scale across) {
    double ridge = 1000 * ceiling.teraflops() / ceiling.gigabytesPerSecond();
    String name =
        "ceiling, %s: %s TFLOP/s, %s GB/s"
            .formatted(
                ceiling.precision(),
                Figures.number(ceiling.teraflops()),
                Figures.number(ceiling.gigabytesPerSecond()));
    return new Curve(
        name,
        Curve.Style.LIMIT,
        0,
        List.of(
            new Curve.Spot(across.low(), across.low() * ceiling.gigabytesPerSecond() / 1000, ""),
            new Curve.Spot(ridge, ceiling.teraflops(), ""),
            new Curve.Spot(across.high(), ceiling.teraflops(), "")));
  }
}
