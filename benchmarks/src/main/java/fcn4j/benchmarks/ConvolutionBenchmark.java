package fcn4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Convolutions one by one, pass by pass, each call waited for: milliseconds a call. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ConvolutionBenchmark {
  /** The output. */
  @Benchmark
  public void forward(LayerState state) {
    state.run();
  }

  /** The gradient of the input alone. */
  @Benchmark
  public void gradientOfInput(LayerState state) {
    state.run();
  }

  /** The gradients of weights and bias alone. */
  @Benchmark
  public void gradientOfWeights(LayerState state) {
    state.run();
  }
}
