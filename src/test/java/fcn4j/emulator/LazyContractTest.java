package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.gpu.GpuBackend;
import fcn4j.testing.BackendContract;
import fcn4j.testing.Catalogue;
import fcn4j.testing.OpCase;
import fcn4j.testing.TestGpu;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation on streams that run only when something waits for them: whoever reads a result
 * without waiting, or lets a copy and a kernel race, gets stale data here.
 */
class LazyContractTest {
  private static EmulatedDevice device;
  private static GpuBackend backend;

  @BeforeAll
  static void open() {
    device = EmulatedDevice.reset(EmulatorOptions.standard().lazy());
    backend = TestGpu.open();
  }

  static List<OpCase> firstCases() {
    return Catalogue.operations().stream()
        .map(operation -> Catalogue.cases(operation).getFirst())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("firstCases")
  void waitsForWhatItReads(OpCase opCase) {
    BackendContract.check(backend, opCase);
  }

  @AfterAll
  static void closeAndLeaveNothingBehind() {
    backend.close();
    assertThat(device.leaks()).isEmpty();
    EmulatedDevice.reset();
  }
}
