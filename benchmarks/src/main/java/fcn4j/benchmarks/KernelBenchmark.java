package fcn4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Operations one by one on tensors that are on the device, {@value #CALLS} calls to a round, after
 * which the device is waited for: milliseconds a call.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@OperationsPerInvocation(KernelBenchmark.CALLS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {
  /** Calls in a round. */
  static final int CALLS = 8;

  /** Parameters to update. */
  @State(Scope.Benchmark)
  public static class Update {
    private UpdateTrial trial;

    /** Opens the device. */
    @Setup
    public void open(DeviceParams device, UpdateParams params) {
      trial = new UpdateTrial(device.openForGradients(), params.parameters, CALLS);
    }

    /** Checks the results, and frees everything. */
    @TearDown
    public void close() {
      trial.finish();
    }
  }

  /** The output from inputs and parameters. */
  @Benchmark
  public void forward(LayerState state) {
    state.run();
  }

  /** The gradients that training computes. */
  @Benchmark
  public void backward(LayerState state) {
    state.run();
  }

  /** Output and gradients: of a loss, some backends compute gradients while they go forward. */
  @Benchmark
  public void forwardBackward(LayerState state) {
    state.run();
  }

  /** A step of SGD with momentum and weight decay over one block. */
  @Benchmark
  public void sgdUpdate(Update state) {
    state.trial.update();
  }
}
