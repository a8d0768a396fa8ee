package fcn4j.onednn;

import fcn4j.op.Backend;
import fcn4j.testing.SgdContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The update of the parameter block on oneDNN. */
@Tag("build")
class SgdOnednnTest implements SgdContract {
  private static OnednnBackend backend;

  @BeforeAll
  static void open() {
    backend = new OnednnBackend(2);
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
