package fcn4j.benchmarks;

import fcn4j.tensor.ByteTensor;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/** Whole nets: milliseconds a batch. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class NetBenchmark {

  /** A net open for inference. */
  @State(Scope.Benchmark)
  public static class Inference {
    private InferenceTrial trial;

    /** Opens device and net, and checks a prediction. */
    @Setup
    public void open(DeviceParams device, NetParams params) {
      trial = new InferenceTrial(device.open(), params);
    }

    /** Checks the results, and frees everything. */
    @TearDown
    public void close() {
      trial.finish();
    }
  }

  /** A net open for the part of training that the benchmark's method measures. */
  @State(Scope.Benchmark)
  public static class Training {
    private TrainingTrial trial;

    /** Opens device and net, and checks the first loss. */
    @Setup
    public void open(DeviceParams device, NetParams params, BenchmarkParams benchmark) {
      TrainingTrial.Part part = TrainingTrial.Part.of(benchmark);
      trial = new TrainingTrial(device.openForGradients(), params, part);
    }

    /** Checks the loss, and frees everything. */
    @TearDown
    public void close() {
      trial.finish();
    }
  }

  /** Images in the host's memory to the class of every pixel there. */
  @Benchmark
  public ByteTensor predict(Inference state) {
    return state.trial.predict();
  }

  /** Images and labels in the host's memory to gradients on the device, the loss in the host's. */
  @Benchmark
  @Warmup(iterations = 1, time = 300, timeUnit = TimeUnit.MILLISECONDS)
  @Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
  public double forwardBackward(Training state) {
    return state.trial.forwardBackward();
  }

  /** Gradients on the device to parameters updated there, and waited for. */
  @Benchmark
  public void update(Training state) {
    state.trial.update();
  }

  /** Both: images and labels in the host's memory to parameters updated, the loss in the host's. */
  @Benchmark
  @Warmup(iterations = 1, time = 300, timeUnit = TimeUnit.MILLISECONDS)
  @Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
  public double trainingStep(Training state) {
    return state.trial.step();
  }
}
