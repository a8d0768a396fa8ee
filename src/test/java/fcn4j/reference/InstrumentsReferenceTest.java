package fcn4j.reference;

import fcn4j.testing.InstrumentsContract;
import org.junit.jupiter.api.Test;

class InstrumentsReferenceTest {
  @Test
  void measures() {
    try (ReferenceBackend backend = new ReferenceBackend(2)) {
      InstrumentsContract.check(backend, Double.BYTES, Double.BYTES);
    }
  }
}
