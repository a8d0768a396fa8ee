package fcn4j.benchmarks;

import fcn4j.op.Backend;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Operations one by one on tensors that are on the device: microseconds a call, wait included. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OpBenchmark {

  /** A layer bound for inference. */
  @State(Scope.Benchmark)
  public static class Forward {
    /** All of them. */
    @Param public LayerCase layer;

    private Backend backend;
    private OpTrial trial;

    /** Opens device and layer. */
    @Setup
    public void open(DeviceParams device, LayerParams params) {
      backend = device.open();
      trial = new OpTrial(backend, params.of(layer), false);
    }

    /** Checks the output, and frees everything. */
    @TearDown
    public void close() {
      trial.check();
      trial.close();
      backend.close();
    }
  }

  /** A layer bound for training, after its forward pass. */
  @State(Scope.Benchmark)
  public static class Backward {
    /** Those that have a gradient. */
    @Param({
      "SKIP_SUM",
      "DECONV_CROP_8",
      "DECONV_CROP_16",
      "UPSAMPLE_SOFTMAX_LOSS",
      "SOFTMAX_LOSS",
      "CONV2D_RELU",
      "MAX_POOL_2D"
    })
    public LayerCase layer;

    private Backend backend;
    private OpTrial trial;

    /** Opens device and layer, and runs forward. */
    @Setup
    public void open(DeviceParams device, LayerParams params) {
      backend = device.open();
      trial = new OpTrial(backend, params.of(layer), true);
      trial.forward();
    }

    /** Checks output and gradients, and frees everything. */
    @TearDown
    public void close() {
      trial.check();
      trial.close();
      backend.close();
    }
  }

  /** Parameters to update. */
  @State(Scope.Benchmark)
  public static class Update {
    /** How many numbers. */
    @Param("10000000")
    public int parameters;

    private Backend backend;
    private SgdTrial trial;

    /** Opens the device. */
    @Setup
    public void open(DeviceParams device) {
      backend = device.open();
      trial = new SgdTrial(backend, parameters);
    }

    /** Checks the parameters, and frees everything. */
    @TearDown
    public void close() {
      trial.check();
      trial.close();
      backend.close();
    }
  }

  /** The output from inputs and parameters. */
  @Benchmark
  public void forward(Forward state) {
    state.trial.forward();
  }

  /** The gradients that training computes. */
  @Benchmark
  public void backward(Backward state) {
    state.trial.backward();
  }

  /** One step of SGD with momentum and weight decay over one block. */
  @Benchmark
  public void sgdUpdate(Update state) {
    state.trial.update();
  }
}
