package fcn4j.cli;

import fcn4j.graph.Margin;
import picocli.CommandLine.Option;

/** The option {@code --margin}: how the wide padding around pictures is computed. */
final class MarginOption {
  @Option(
      names = "--margin",
      paramLabel = "HOW",
      defaultValue = "reach",
      description = {
        "How the wide padding around a picture is computed: reach computes what the picture can",
        "reach and takes the rest from a blank picture; full computes everything. Scores are equal",
        "but for rounding (default: ${DEFAULT-VALUE})."
      })
  private Margin margin = Margin.REACH;

  Margin margin() {
    return margin;
  }
}
