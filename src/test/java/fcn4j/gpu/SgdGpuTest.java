package fcn4j.gpu;

import fcn4j.op.Backend;
import fcn4j.testing.SgdContract;
import fcn4j.testing.TestGpu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The update of the parameter block on the GPU. */
@Tag("gpu")
class SgdGpuTest implements SgdContract {
  private static GpuBackend backend;

  @BeforeAll
  static void open() {
    backend = TestGpu.open();
  }

  @AfterAll
  static void close() {
    if (backend != null) {
      backend.close();
    }
  }

  @Override
  public Backend backend() {
    return backend;
  }
}
