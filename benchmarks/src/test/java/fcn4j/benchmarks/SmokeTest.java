package fcn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs once on small tensors, its checks included; nothing is measured. */
class SmokeTest {

  private static Collection<RunResult> run(String benchmark, String trunk, int parameters)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(benchmark)
            .param("device", "cpu")
            .param("net", "fcn32s-tiny", "fcn8s-tiny")
            .param("size", "40x30")
            .param("trunk", trunk)
            .param("parameters", Integer.toString(parameters))
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).run();
  }

  @ParameterizedTest
  @CsvSource({
    "NetBenchmark.predict, 2",
    "NetBenchmark.trainingStep, 2",
    "OpBenchmark.forward, 8",
    "OpBenchmark.backward, 7",
    "OpBenchmark.sgdUpdate, 1"
  })
  void everyBenchmarkRuns(String benchmark, int cases) throws RunnerException {
    assertThat(run(benchmark, "tiny", 1000)).hasSize(cases);
  }

  /** A check that fails must fail the run. */
  @Test
  void anUnknownTrunkFails() {
    assertThatThrownBy(() -> run("OpBenchmark.forward", "huge", 1000))
        .isInstanceOf(RunnerException.class);
  }

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

  @Test
  void anUnknownDeviceIsNamed() {
    DeviceParams params = new DeviceParams();
    params.device = "abacus";
    params.precision = "fp32";
    assertThatThrownBy(params::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("device=abacus");
  }
}
