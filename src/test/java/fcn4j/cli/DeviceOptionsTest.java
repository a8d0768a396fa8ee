package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bench",
        "bench --device cpu",
        "bench --device=auto --json",
        "bench --device",
        "bench --weights cuda",
        "bench --device cuda --device CPU"
      })
  void theProcessorMayCompute(String line) {
    assertThat(DeviceOptions.mayUseProcessor(line.split(" "))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bench --device cuda",
        "bench --net fcn8s --device=CUDA",
        "bench --device cpu --device reference"
      })
  void theProcessorDoesNotCompute(String line) {
    assertThat(DeviceOptions.mayUseProcessor(line.split(" "))).isFalse();
  }
}
