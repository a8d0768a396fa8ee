package fcn4j.onednn;

import static org.junit.jupiter.api.Assumptions.abort;

import fcn4j.testing.InstrumentsContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("build")
class InstrumentsOnednnTest {
  @Test
  void measures() {
    try (OnednnBackend backend = new OnednnBackend(2)) {
      InstrumentsContract.check(backend, Float.BYTES, Float.BYTES);
    }
  }

  @Test
  void measuresInBfloat16() {
    try (OnednnBackend backend = bf16()) {
      InstrumentsContract.check(backend, Short.BYTES, Float.BYTES);
    }
  }

  private static OnednnBackend bf16() {
    try {
      return new OnednnBackend(2, OnednnPrecision.BF16);
    } catch (OnednnException e) {
      return abort(e.getMessage());
    }
  }
}
