package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.testing.Catalogue;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpResult;
import fcn4j.testing.OpRunner;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed in own Java gives the same bits with any number of threads. */
@Tag("build")
class OnednnThreadsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ArgMax",
        "Dropout",
        "Max",
        "PrepareImage",
        "Scale",
        "SoftmaxLoss",
        "UpsampleArgMax",
        "UpsampleSoftmaxLoss"
      })
  void givesEqualBits(String operation) {
    try (OnednnBackend one = new OnednnBackend(1);
        OnednnBackend three = new OnednnBackend(3)) {
      for (OpCase opCase : Catalogue.cases(operation)) {
        OpResult expected = run(one, opCase);
        OpResult result = run(three, opCase);
        assertThat(result.output()).as(opCase.toString()).isEqualTo(expected.output());
        for (List<List<double[]>> pair :
            List.of(
                List.of(result.dInputs(), expected.dInputs()),
                List.of(result.dParameters(), expected.dParameters()))) {
          for (int i = 0; i < pair.get(0).size(); i++) {
            assertThat(pair.get(0).get(i)).as(opCase + ", " + i).isEqualTo(pair.get(1).get(i));
          }
        }
      }
    }
  }

  private static OpResult run(OnednnBackend backend, OpCase opCase) {
    try (OpRunner runner = new OpRunner(backend, opCase)) {
      return runner.run(opCase.data());
    }
  }
}
