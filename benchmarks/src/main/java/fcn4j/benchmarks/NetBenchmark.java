package fcn4j.benchmarks;

import fcn4j.op.Backend;
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

/** Whole nets, from images in the host's memory to a result there: milliseconds a batch. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class NetBenchmark {

  /** A net open for inference. */
  @State(Scope.Benchmark)
  public static class Inference {
    private Backend backend;
    private NetTrial trial;

    /** Opens device and net, and checks a prediction. */
    @Setup
    public void open(DeviceParams device, NetParams params) {
      backend = device.open();
      trial = NetTrial.inference(backend, params.net, ImageSize.of(params.size), params.batch);
      trial.checkPrediction();
    }

    /** Checks a prediction once more, and frees everything. */
    @TearDown
    public void close() {
      trial.checkPrediction();
      trial.close();
      backend.close();
    }
  }

  /** A net open for training. */
  @State(Scope.Benchmark)
  public static class Training {
    private Backend backend;
    private NetTrial trial;

    /** Opens device and net, and checks the first loss. */
    @Setup
    public void open(DeviceParams device, NetParams params) {
      backend = device.open();
      trial = NetTrial.training(backend, params.net, ImageSize.of(params.size), params.batch);
    }

    /** Checks the loss that was come to, and frees everything. */
    @TearDown
    public void close() {
      trial.checkLoss();
      trial.close();
      backend.close();
    }
  }

  /** Inference: images in, the class of every pixel out. */
  @Benchmark
  public ByteTensor predict(Inference state) {
    return state.trial.predict();
  }

  /** A training step: images and labels in; forward, backward, SGD; the loss out. */
  @Benchmark
  public double trainingStep(Training state) {
    return state.trial.train();
  }
}
