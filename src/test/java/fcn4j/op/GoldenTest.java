package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.reference.ReferenceBackend;
import fcn4j.testing.GoldenCase;
import fcn4j.testing.GoldenOps;
import fcn4j.testing.GoldenSgd;
import fcn4j.testing.Tolerance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the golden files on the reference backend. */
class GoldenTest {
  private static final String UPDATE = "sgd";

  /** The case of a whole net, see {@code GoldenTinyFcn8sTest}. */
  private static final String NET = "net";

  static List<GoldenCase> operations() {
    return GoldenCase.all().stream().filter(GoldenOps::knows).toList();
  }

  static List<GoldenCase> updates() {
    return GoldenCase.all().stream().filter(golden -> golden.op().equals(UPDATE)).toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation(GoldenCase golden) {
    try (ReferenceBackend backend = new ReferenceBackend(2)) {
      GoldenOps.check(backend, golden, Tolerance.ONE_ROUNDING);
    }
  }

  @ParameterizedTest
  @MethodSource("updates")
  void update(GoldenCase golden) {
    try (ReferenceBackend backend = new ReferenceBackend(2)) {
      GoldenSgd.check(backend, golden);
    }
  }

  @Test
  void everyCaseOfTheManifestHasARunner() {
    List<GoldenCase> all = GoldenCase.all();
    List<GoldenCase> left =
        all.stream()
            .filter(golden -> !GoldenOps.knows(golden))
            .filter(golden -> !golden.op().equals(UPDATE) && !golden.op().equals(NET))
            .toList();
    assertThat(left).isEmpty();
    assertThat(all).hasSize(56);
  }
}
