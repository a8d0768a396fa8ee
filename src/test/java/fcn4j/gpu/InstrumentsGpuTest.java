package fcn4j.gpu;

import fcn4j.testing.InstrumentsContract;
import fcn4j.testing.TestGpu;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("gpu")
class InstrumentsGpuTest {
  @ParameterizedTest
  @EnumSource
  void measures(Precision precision) {
    GpuOptions options = GpuOptions.defaults().withRemember(false).withPrecision(precision);
    try (GpuBackend backend = TestGpu.open(options)) {
      InstrumentsContract.check(backend, Float.BYTES, Float.BYTES);
    }
  }
}
