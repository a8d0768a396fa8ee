package fcn4j.onednn;

import fcn4j.testing.BackendContract;
import fcn4j.testing.Catalogue;
import fcn4j.testing.GoldenCase;
import fcn4j.testing.GoldenOps;
import fcn4j.testing.GoldenSgd;
import fcn4j.testing.OpCase;
import fcn4j.testing.Tolerance;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of every operation on oneDNN: the reference's results within the tolerance, all
 * gradient modes, equal bits in two runs, in place, nothing written beside a tensor; and the golden
 * vectors of PyTorch.
 */
@Tag("build")
class OnednnContractTest {
  private static OnednnBackend backend;

  @BeforeAll
  static void open() {
    backend = new OnednnBackend(2);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  static List<OpCase> cases() {
    return Catalogue.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(OpCase opCase) {
    BackendContract.check(backend, opCase);
  }

  static List<GoldenCase> operations() {
    return GoldenCase.all().stream().filter(GoldenOps::knows).toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void agreesWithPyTorch(GoldenCase golden) {
    GoldenOps.check(backend, golden, Tolerance.FLOAT32);
  }

  static List<GoldenCase> updates() {
    return GoldenCase.all().stream().filter(golden -> golden.op().equals("sgd")).toList();
  }

  @ParameterizedTest
  @MethodSource("updates")
  void updatesAsPyTorchAndCaffeDo(GoldenCase golden) {
    GoldenSgd.check(backend, golden);
  }
}
