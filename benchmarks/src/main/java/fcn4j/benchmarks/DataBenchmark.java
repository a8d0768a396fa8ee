package fcn4j.benchmarks;

import fcn4j.data.Batch;
import fcn4j.data.LabelMap;
import fcn4j.data.Prefetcher;
import fcn4j.data.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Loading of pictures, on one thread: milliseconds a batch. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DataBenchmark {
  /** Batches of a round of {@link #prefetched}: one alone may have been ready. */
  static final int BATCHES = 16;

  /** Pictures on disk and in memory. */
  @State(Scope.Benchmark)
  public static class Pictures {
    private LoadingTrial trial;

    /** Writes them, and checks that they are read as written. */
    @Setup
    public void open(DataParams params) throws IOException {
      trial = new LoadingTrial(params);
    }

    /** Checks a batch, and deletes the files. */
    @TearDown
    public void close() throws IOException {
      trial.finish();
    }
  }

  /** Pictures that are loaded ahead. */
  @State(Scope.Benchmark)
  public static class Ahead {
    private LoadingTrial trial;
    private Prefetcher<Batch> prefetcher;

    /** Writes them, and starts loading. */
    @Setup
    public void open(DataParams params) throws IOException {
      trial = new LoadingTrial(params);
      prefetcher = trial.prefetcher();
    }

    /** Takes what was loaded between iterations. */
    @Setup(Level.Iteration)
    public void takeReady() {
      for (int i = 0; i <= LoadingTrial.PREFETCHED; i++) {
        prefetcher.next();
      }
    }

    /** Stops loading, checks a batch, and deletes the files. */
    @TearDown
    public void close() throws IOException {
      prefetcher.close();
      trial.finish();
    }
  }

  /** JPEG files to RGB bytes. */
  @Benchmark
  public List<RgbImage> decodeImages(Pictures state) {
    return state.trial.decodeImages();
  }

  /** PNG files to labels. */
  @Benchmark
  public List<LabelMap> decodeLabels(Pictures state) {
    return state.trial.decodeLabels();
  }

  /** RGB bytes to three quarters of their width and height. */
  @Benchmark
  public List<RgbImage> resample(Pictures state) {
    return state.trial.resample();
  }

  /** RGB bytes and labels to tensors, mirrored and shifted at random. */
  @Benchmark
  public Batch prepare(Pictures state) {
    return state.trial.prepare();
  }

  /** Files to tensors. */
  @Benchmark
  public Batch load(Pictures state) {
    return state.trial.load();
  }

  /** The same on a thread of its own that works ahead, while nobody else does anything. */
  @Benchmark
  @OperationsPerInvocation(BATCHES)
  public void prefetched(Ahead state, Blackhole taken) {
    for (int i = 0; i < BATCHES; i++) {
      taken.consume(state.prefetcher.next());
    }
  }
}
