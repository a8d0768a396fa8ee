package fcn4j.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import fcn4j.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

class CeilingTest {
  @Test
  void findsWhatTheDeviceCanDo() {
    // 0.5 thousand million multiply-adds a millisecond are 1 TFLOP/s; 1e8 bytes are 100 GB/s.
    RuledDevice device = new RuledDevice(5e8, 1e8);
    Ceiling ceiling = Ceiling.measure(device.backend());
    assertThat(ceiling.teraflops()).isCloseTo(1, withinPercentage(1));
    assertThat(ceiling.gigabytesPerSecond()).isCloseTo(100, withinPercentage(1));
    assertThat(device.openProbes).isZero();
    assertThat(device.unverifiedProbes).isZero();
  }

  @Test
  void fastDevicesGetLargeWork() {
    RuledDevice device = new RuledDevice(4e11, 3e9);
    Ceiling ceiling = Ceiling.measure(device.backend());
    assertThat(ceiling.teraflops()).isCloseTo(800, withinPercentage(1));
    assertThat(ceiling.gigabytesPerSecond()).isCloseTo(3000, withinPercentage(1));
  }

  @Test
  void aDeviceWithoutSpeedIsRefused() {
    assertThatThrownBy(() -> new Ceiling(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ceiling(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void measuresARealBackend() {
    try (ReferenceBackend backend = new ReferenceBackend(2)) {
      long before = backend.peakBytes();
      Ceiling ceiling = Ceiling.measure(backend);
      assertThat(ceiling.teraflops()).isPositive().isFinite();
      assertThat(ceiling.gigabytesPerSecond()).isPositive().isFinite();
      backend.resetPeakBytes();
      assertThat(backend.peakBytes()).as("all memory given back").isEqualTo(before);
    }
  }
}
