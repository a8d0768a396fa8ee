package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each stage starts where the one before ended. */
class StagesTest {
  private static final HostTensor IMAGE = TinyNets.image(new Shape(1, 3, 30, 21), 5);

  @Test
  void aNewStageLeavesTheCoarseScoresAsTheyWere() {
    Graph coarse = TinyNets.fcn(FcnVariant.FCN_32S, Upsampling.FIXED);
    Graph middle = TinyNets.fcn(FcnVariant.FCN_16S, Upsampling.FIXED);
    Graph fine = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);
    try (Backend backend = new ReferenceBackend();
        Parameters first = new Parameters(coarse, backend, false);
        Parameters second = new Parameters(middle, backend, false);
        Parameters third = new Parameters(fine, backend, false)) {
      TinyNets.randomise(first, 1);
      second.initialise(2);
      third.initialise(3);

      TransplantReport toMiddle =
          Transplant.run(WeightSource.of("32s", first), second, TransplantRule.nextStage());
      HostTensor scores = run(coarse, first, "score_fr");
      assertThat(scores.data()).isNotEqualTo(new float[scores.data().length]);
      assertThat(run(middle, second, "score_fr").data()).isEqualTo(scores.data());
      assertThat(run(middle, second, "fuse_pool2").data())
          .isEqualTo(run(middle, second, "upscore2").data());
      assertThat(toMiddle.untouched()).containsExactly("score_pool2.weight", "score_pool2.bias");
      assertThat(toMiddle.refilled()).containsExactly("upscore2.weight", "upscore4.weight");
      assertThat(toMiddle.ignored()).containsExactly("upscore.weight");

      // The middle stage is trained, then the fine one starts from it.
      TinyNets.randomise(second, 4);
      TransplantReport toFine =
          Transplant.run(WeightSource.of("16s", second), third, TransplantRule.nextStage());
      assertThat(run(fine, third, "fuse_pool2").data())
          .isEqualTo(run(middle, second, "fuse_pool2").data());
      assertThat(run(fine, third, "fuse_pool1").data())
          .isEqualTo(run(fine, third, "upscore_pool2").data());
      assertThat(toFine.untouched()).containsExactly("score_pool1.weight", "score_pool1.bias");
      assertThat(toFine.ignored()).containsExactly("upscore4.weight");
    }
  }

  @Test
  void learnedUpsamplingIsCarriedOver() {
    Graph middle = TinyNets.fcn(FcnVariant.FCN_16S, Upsampling.LEARNED);
    Graph fine = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.LEARNED);
    try (Backend backend = new ReferenceBackend();
        Parameters second = new Parameters(middle, backend, false);
        Parameters third = new Parameters(fine, backend, false)) {
      TinyNets.randomise(second, 4);
      third.initialise(3);

      TransplantReport report =
          Transplant.run(WeightSource.of("16s", second), third, TransplantRule.nextStage());

      assertThat(report.copied()).contains("upscore2.weight");
      assertThat(report.refilled()).isEqualTo(List.of("upscore.weight"));
      assertThat(third.get("upscore2.weight")).isEqualTo(second.get("upscore2.weight"));
    }
  }

  private static HostTensor run(Graph graph, Parameters parameters, String node) {
    try (Executor executor = Executor.inference(graph, parameters, Set.of(node))) {
      executor.forward(Feeds.of("data", IMAGE));
      return executor.read(node);
    }
  }
}
