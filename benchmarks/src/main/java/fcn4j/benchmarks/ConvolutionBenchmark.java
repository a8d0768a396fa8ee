package fcn4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Convolutions one by one, pass by pass, each call waited for: milliseconds a call. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ConvolutionBenchmark {

  /** A convolution as in inference. */
  @State(Scope.Benchmark)
  public static class Forward {
    private LayerTrial trial;

    /** Opens device and layer. */
    @Setup
    public void open(DeviceParams device, LayerParams params) {
      trial = new LayerTrial(device.open(), params, LayerPass.FORWARD, 1);
    }

    /** Checks the results, and frees everything. */
    @TearDown
    public void close() {
      trial.finish();
    }
  }

  /** A convolution as in training, for the gradient of its input. */
  @State(Scope.Benchmark)
  public static class InputGradient {
    private LayerTrial trial;

    /** Opens device and layer, and runs forward. */
    @Setup
    public void open(DeviceParams device, LayerParams params) {
      trial = new LayerTrial(device.openForGradients(), params, LayerPass.INPUT_GRADIENT, 1);
    }

    /** Checks the results, and frees everything. */
    @TearDown
    public void close() {
      trial.finish();
    }
  }

  /** A convolution as in training, for the gradients of weights and bias. */
  @State(Scope.Benchmark)
  public static class WeightGradient {
    private LayerTrial trial;

    /** Opens device and layer, and runs forward. */
    @Setup
    public void open(DeviceParams device, LayerParams params) {
      trial = new LayerTrial(device.openForGradients(), params, LayerPass.PARAMETER_GRADIENT, 1);
    }

    /** Checks the results, and frees everything. */
    @TearDown
    public void close() {
      trial.finish();
    }
  }

  /** The output. */
  @Benchmark
  public void forward(Forward state) {
    state.trial.run();
  }

  /** The gradient of the input alone. */
  @Benchmark
  public void gradientOfInput(InputGradient state) {
    state.trial.run();
  }

  /** The gradients of weights and bias alone. */
  @Benchmark
  public void gradientOfWeights(WeightGradient state) {
    state.trial.run();
  }
}
