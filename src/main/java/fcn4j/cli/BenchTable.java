package fcn4j.cli;

import fcn4j.op.Frame;
import fcn4j.op.Op;
import fcn4j.profile.Ceiling;
import fcn4j.profile.NodeTime;
import fcn4j.profile.Phase;
import fcn4j.profile.Profile;
import fcn4j.profile.Work;
import fcn4j.report.TextTable;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code fcn4j bench} prints for people.
 *
 * @param all whether nodes that take little have rows of their own
 */
record BenchTable(BenchResult result, boolean all) {
  /** Nodes below are folded into one row. */
  private static final double SMALL_SHARE = 0.01;

  /** All lines. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("%s, %d repetitions".formatted(result.title(), profile().repetitions()));
    lines.add("on " + result.backend().description());
    lines.add(
        "ceiling, measured now: matrix product %s TFLOP/s, copy %s GB/s"
            .formatted(
                teraflops(ceiling().teraflops()), gigabytes(ceiling().gigabytesPerSecond())));
    lines.add("");
    lines.add(nodes());
    lines.add(sums());
    lines.addAll(remarks());
    return String.join("\n", lines);
  }

  private Profile profile() {
    return result.profile();
  }

  private Ceiling ceiling() {
    return result.ceiling();
  }

  private boolean isTraining() {
    return profile().nodes().stream().anyMatch(node -> node.phase() != Phase.FORWARD);
  }

  private String nodes() {
    TextTable table =
        new TextTable(
            cells(
                "node",
                "operation",
                "output (C,H,W)",
                "pass",
                "ms",
                "share",
                "TFLOP/s",
                "GB/s",
                "of ceiling"));
    List<NodeTime> small = new ArrayList<>();
    for (NodeTime node : profile().nodes()) {
      if (!all && node.medianMillis() < SMALL_SHARE * profile().sumMillis()) {
        small.add(node);
      } else {
        table.row(row(node));
      }
    }
    if (!small.isEmpty()) {
      double millis = small.stream().mapToDouble(NodeTime::medianMillis).sum();
      table.row(
          cells(
              "%d more below 1 %%; see --all".formatted(small.size()),
              "",
              "",
              "",
              millis(millis),
              share(millis),
              "",
              "",
              ""));
    }
    return table.toString();
  }

  /** The cells of a row; the column of passes is there only where there are several. */
  private String[] cells(
      String node, String operation, String output, String pass, String... more) {
    List<String> cells = new ArrayList<>(List.of(node, operation, output));
    if (isTraining()) {
      cells.add(pass);
    }
    cells.addAll(List.of(more));
    return cells.toArray(String[]::new);
  }

  private String[] row(NodeTime node) {
    double millis = node.medianMillis();
    Work work = node.work();
    boolean compute = work.isComputeBound(ceiling());
    Shape shape = node.output();
    Op op = node.op();
    return cells(
        label(node),
        op == null ? node.operation() : OpText.of(op),
        op == null
            ? "%,d weights".formatted(shape.count())
            : "(%d,%d,%d)".formatted(shape.c(), shape.h(), shape.w()),
        node.phase().text(),
        millis(millis),
        share(millis),
        compute && millis > 0 ? teraflops(work.teraflops(millis)) : "",
        compute || millis == 0 ? "" : gigabytes(work.gigabytesPerSecond(millis)),
        millis > 0 ? percent(work.percentOf(ceiling(), millis)) : "");
  }

  /** Of a frame the map that is framed; its extents are in the table anyway. */
  private static String label(NodeTime node) {
    int extents = node.node().indexOf(" to ");
    return node.op() instanceof Frame && extents > 0
        ? node.node().substring(0, extents)
        : node.node();
  }

  private String sums() {
    TextTable table = new TextTable("", "ms", "share", "TFLOP/s", "of ceiling", "images/s");
    if (isTraining()) {
      for (Phase phase : Phase.values()) {
        double millis = profile().sumMillis(phase);
        double ideal = profile().idealMillis(phase, ceiling());
        sum(table, phase.text(), millis, share(millis), profile().work(phase), ideal, "");
      }
    }
    double sum = profile().sumMillis();
    double ideal = profile().idealMillis(ceiling());
    sum(table, "sum of the nodes", sum, share(sum), profile().work(), ideal, "");
    double whole = profile().wholeMedianMillis();
    String images = String.format(Locale.ROOT, "%.2f", result.imagesPerSecond());
    sum(table, "measured as a whole", whole, "", profile().work(), ideal, images);
    return table.toString();
  }

  private void sum(
      TextTable table,
      String what,
      double millis,
      String share,
      Work work,
      double ideal,
      String images) {
    if (millis > 0) {
      table.row(
          what,
          millis(millis),
          share,
          teraflops(work.teraflops(millis)),
          percent(100 * ideal / millis),
          images);
    }
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add("peak memory %s".formatted(ByteText.of(profile().peakBytes())));
    if (result.loadBefore().isPresent() && result.loadDuring().isPresent()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "processors that other programs kept busy: %.2f before, %.2f while measuring",
              result.loadBefore().getAsDouble(),
              result.loadDuring().getAsDouble()));
    }
    if (result.isBusy()) {
      remarks.add("warning: the machine is busy with other things, which makes times longer");
    }
    if (profile().nodes().stream().anyMatch(node -> node.op() instanceof Frame)) {
      remarks.add(
          "Beyond what the image reaches, maps come from a blank picture, computed once and not in the times.");
    }
    if (profile().nodes().stream().anyMatch(result::isAboveCeiling)) {
      remarks.add(
          "Above 100 %: products are counted by definition, and Winograd's algorithm needs fewer; small maps stay in caches.");
    }
    return remarks;
  }

  private String share(double millis) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * millis / profile().sumMillis());
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.0f %%", value);
  }

  private String millis(double value) {
    double sum = profile().sumMillis();
    return number(value, sum >= 1000 ? 1 : sum >= 100 ? 2 : 3);
  }

  private String teraflops(double value) {
    double most = ceiling().teraflops();
    return number(value, most >= 100 ? 0 : most >= 10 ? 1 : most >= 1 ? 2 : 3);
  }

  private String gigabytes(double value) {
    return number(value, ceiling().gigabytesPerSecond() >= 100 ? 0 : 1);
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
