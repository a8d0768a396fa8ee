package fcn4j.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A layer, open for what the benchmark's method measures; for gradients it has run forward. */
@State(Scope.Benchmark)
public class LayerState {
  private LayerTrial trial;

  /** Opens device and layer; a round has as many calls as the benchmark says. */
  @Setup
  public void open(DeviceParams device, LayerParams params, BenchmarkParams benchmark) {
    LayerPass pass = LayerPass.of(benchmark);
    trial =
        new LayerTrial(
            pass.backward() ? device.openForGradients() : device.open(),
            params,
            pass,
            benchmark.getOpsPerInvocation());
  }

  /** Computes a round; waits. */
  void run() {
    trial.run();
  }

  /** Checks the results, and frees everything. */
  @TearDown
  public void close() {
    trial.finish();
  }
}
