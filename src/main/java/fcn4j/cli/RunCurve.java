package fcn4j.cli;

import fcn4j.report.LossCurve;
import fcn4j.report.Png;
import fcn4j.report.Series;
import fcn4j.train.RunFolder;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Draws the curves of a run from its metrics: {@code curve.png}. */
final class RunCurve {
  private RunCurve() {}

  /** The losses of a run, one an iteration that was logged. */
  static Series losses(Path runFolder) {
    return series("loss", RunFolder.open(runFolder).metrics().read(), "train", "lastLoss");
  }

  static void write(RunFolder folder, String title) {
    List<JsonNode> lines = folder.metrics().read();
    Series loss = series("loss", lines, "train", "lastLoss");
    Series meanIu = series("mean IU", lines, "evaluation", "meanIu");
    List<Series> scores = meanIu.values().length == 0 ? List.of() : List.of(meanIu);
    Png.write(
        folder.path().resolve("curve.png"), new LossCurve(title, loss, scores, List.of()).draw());
  }

  private static Series series(String name, List<JsonNode> lines, String kind, String field) {
    List<JsonNode> chosen =
        lines.stream()
            .filter(line -> line.path("kind").asString("").equals(kind))
            .filter(line -> line.path(field).isNumber())
            .toList();
    return new Series(
        name,
        chosen.stream().mapToDouble(line -> line.get("iteration").asDouble()).toArray(),
        chosen.stream().mapToDouble(line -> line.get(field).asDouble()).toArray());
  }
}
