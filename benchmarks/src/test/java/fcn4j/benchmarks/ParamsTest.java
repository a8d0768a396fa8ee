package fcn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "500", "500x", "0x10", "-5x10", "10x10x10"})
  void aSizeThatIsNoneIsNamed(String text) {
    assertThatThrownBy(() -> ImageSize.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size=" + text);
  }

  @Test
  void aSizeIsWidthThenHeight() {
    assertThat(ImageSize.of("500x375")).isEqualTo(new ImageSize(500, 375));
  }

  @ParameterizedTest
  @CsvSource({"abacus, fp32", "cpu, tf32", "cuda, bf16", "reference, bf16"})
  void aDeviceThatIsNoneIsNamed(String device, String precision) {
    DeviceParams params = DeviceParams.of(device, precision, 1);
    assertThatThrownBy(params::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("device=" + device + " with precision=" + precision);
  }

  @Test
  void gradientsAreNotComputedInBf16() {
    DeviceParams params = DeviceParams.of("cpu", "bf16", 1);
    assertThatThrownBy(params::openForGradients)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("precision=bf16");
  }
}
