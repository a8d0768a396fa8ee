package fcn4j.cli;

import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.Transplant;
import fcn4j.net.TransplantReport;
import fcn4j.net.TransplantRule;
import fcn4j.net.WeightSource;
import fcn4j.net.Wiring;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;

/**
 * Carries the weights of a file into a net by the rule that suits what the file holds, and says
 * what it did.
 *
 * @param strict whether an array that does not fit, or a layer that is left at random values, is an
 *     error
 */
record Surgery(boolean strict, Output output) {

  /**
   * Copies what fits.
   *
   * @throws fcn4j.weights.WeightFileException if the file cannot be read
   * @throws fcn4j.graph.GraphException if nothing fits, extents differ, or the file is of a net
   *     whose layers have the same names but another order
   * @throws BadInputException if layers are left at random values and this is strict
   */
  TransplantReport run(StartingWeights starting, Graph graph, Parameters parameters) {
    try (WeightFile file = WeightFiles.open(starting.file())) {
      Wiring wiring = StartingWeights.wiring(file);
      Wiring.of(graph).requireAgreement(wiring);
      WeightSource source = starting.source(file);
      TransplantRule rule = TransplantRule.suited(source, parameters.all());
      TransplantReport report =
          Transplant.run(source, parameters, strict ? rule : rule.listingMisfits());
      output.message(
          "weights from %s (%s): %s".formatted(starting.file(), rule.description(), report));
      if (wiring.isEmpty() && isAlexNet(graph)) {
        output.message(
            "%s does not tell the order of its layers: make sure that %s is right for it, since AlexNet normalises before it pools and CaffeNet after"
                .formatted(starting.file(), graph.name()));
      }
      checkComplete(starting, report);
      return report;
    }
  }

  private static boolean isAlexNet(Graph graph) {
    return graph.hasNode("norm1") && graph.hasNode("pool1");
  }

  private void checkComplete(StartingWeights starting, TransplantReport report) {
    if (report.random().isEmpty()) {
      return;
    }
    String problem =
        "%s has no values for %s, which start at random"
            .formatted(starting.file(), report.random());
    if (strict) {
      throw new BadInputException(
          problem + "; take weights of the whole trunk, or leave out --strict");
    }
    output.message("warning: " + problem);
  }
}
