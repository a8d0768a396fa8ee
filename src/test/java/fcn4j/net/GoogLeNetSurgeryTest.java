package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.testing.RealData;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import org.junit.jupiter.api.Test;

/** The real ImageNet GoogLeNet becomes FCN-GoogLeNet. */
class GoogLeNetSurgeryTest {
  @Test
  void theWholeTrunkIsCarriedOverAndTheScoresStartAtZero() {
    Graph graph = Nets.build("fcn-googlenet-8s", 11);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, false);
        WeightFile file = WeightFiles.open(RealData.require("weights/bvlc_googlenet.caffemodel"))) {
      parameters.initialise(1);
      WeightSource source = WeightSource.of(file);

      TransplantReport report =
          Transplant.run(source, parameters, TransplantRule.suited(source, parameters.all()));

      assertThat(report.copied()).hasSize(2 * 57);
      assertThat(report.random()).isEmpty();
      assertThat(report.untouched())
          .containsExactly(
              "score_fr.weight",
              "score_fr.bias",
              "score_4e.weight",
              "score_4e.bias",
              "score_3b.weight",
              "score_3b.bias");
      assertThat(report.refilled())
          .containsExactly("upscore2.weight", "upscore_4e.weight", "upscore8.weight");
      assertThat(report.ignored())
          .containsExactly("loss3/classifier.weight", "loss3/classifier.bias");
      assertThat(parameters.get("inception_5b/3x3.weight"))
          .isEqualTo(file.read("inception_5b/3x3.weight"));
    }
  }
}
