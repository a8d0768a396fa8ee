package fcn4j.onednn;

import fcn4j.net.TrunkStep;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training step of the nets on AlexNet and GoogLeNet on oneDNN. */
@Tag("build")
class TrunksOnednnTest {
  // Float32 through some twenty layers, against double.
  private static final double TOLERANCE = 2e-5;

  static List<String> nets() {
    return TrunkStep.NETS;
  }

  @ParameterizedTest
  @MethodSource("nets")
  void lossAndEveryGradientAreTheReferences(String net) {
    try (OnednnBackend backend = new OnednnBackend(2)) {
      TrunkStep.check(net, backend, TOLERANCE);
    }
  }
}
