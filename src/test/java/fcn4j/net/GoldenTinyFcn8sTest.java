package fcn4j.net;

import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link GoldenTinyFcn8s} on the reference backend. */
class GoldenTinyFcn8sTest {
  // The expected values are doubles rounded once to float; so are ours.
  private static final double TOLERANCE = 2e-6;

  private static void check(Consumer<GoldenTinyFcn8s> work) {
    try (Backend backend = new ReferenceBackend()) {
      work.accept(new GoldenTinyFcn8s(backend, TOLERANCE));
    }
  }

  @Test
  void everyActivationTheLossAndEveryGradient() {
    check(GoldenTinyFcn8s::checkUnfused);
  }

  @Test
  void fusedGivesTheSameLossAndGradients() {
    check(GoldenTinyFcn8s::checkFused);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threeStepsOfSgd(boolean fuse) {
    check(golden -> golden.checkThreeStepsOfSgd(fuse));
  }
}
