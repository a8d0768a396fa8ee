package fcn4j.benchmarks.scaling;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.op.Backend;
import fcn4j.profile.Work;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The largest square, or the most images of one size, that fits into memory: predicted by the plan,
 * and confirmed by running it.
 *
 * @param backend borrowed
 * @param task what is done
 * @param memoryBytes what has to suffice
 * @param batchSide the size of the images where their number is sought; 0 where the size is
 */
record LargestLoad(Backend backend, Task task, long memoryBytes, int batchSide) {
  private static final long MOST_SIDE = 32_768;
  private static final long MOST_BATCH = 16_384;
  private static final long TOO_MUCH = Long.MAX_VALUE / 4;
  private static final Timing ONCE = new Timing(1, 0);

  /** The load with a number: of pixels a side, or of images. */
  private Load load(long number) {
    return batchSide == 0
        ? new Load(Math.toIntExact(number), 1)
        : new Load(batchSide, Math.toIntExact(number));
  }

  /**
   * Searches, runs what was found, and says how prediction and measurement compare.
   *
   * @param frame what else there is to say of a measurement
   * @param log gets a line for people
   * @return null if nothing fits
   * @throws IllegalStateException if more memory was taken than predicted
   */
  @Nullable Measurement confirm(Frame frame, PrintStream log) {
    try (NetRun run = new NetRun(backend, task)) {
      LargestSearch search =
          new LargestSearch(
              orTooMuch(number -> run.estimatedBytes(load(number))),
              number -> exact(run, load(number), log),
              memoryBytes);
      LargestSearch.Found found = search.search(batchSide == 0 ? MOST_SIDE : MOST_BATCH);
      if (found.largest() == 0) {
        log.printf("%s: not even one image fits into %s%n", task, gigabytes(memoryBytes));
        return null;
      }
      return confirm(run, found, frame, log);
    }
  }

  /** Sizes that can't be counted count as too much. */
  private static LongUnaryOperator orTooMuch(LongUnaryOperator bytes) {
    return number -> {
      try {
        return bytes.applyAsLong(number);
      } catch (ArithmeticException | IllegalArgumentException e) {
        return TOO_MUCH;
      }
    };
  }

  private long exact(NetRun run, Load load, PrintStream log) {
    try {
      return run.predictedBytes(load);
    } catch (RuntimeException e) {
      log.printf("%s of %s can't be done: %s%n", task, load, e.getMessage());
      return -1;
    }
  }

  private Measurement confirm(NetRun run, LargestSearch.Found found, Frame frame, PrintStream log) {
    Load load = load(found.largest());
    Load next = load(found.largest() + 1);
    // What a GPU took to choose its algorithms by measuring is given back by now.
    backend.resetPeakBytes();
    run.initialise();
    run.first(load);
    Timing.Times times = ONCE.measure(backend, run);
    run.check();
    long peak = run.peakBytes();
    log.printf(
        Locale.ROOT,
        "%s: %s is the largest in %s: predicted %d bytes, taken %d (%.1f %%), %.0f ms; %s %s%n",
        task,
        load,
        gigabytes(memoryBytes),
        found.needed(),
        peak,
        100.0 * peak / found.needed(),
        times.wall().getFirst(),
        next,
        found.nextNeeded() < 0 ? "can't be done" : "would take " + found.nextNeeded());
    if (peak > found.needed()) {
      throw new IllegalStateException(
          "%s of %s took %d bytes, more than the %d that the plan had said"
              .formatted(task, load, peak, found.needed()));
    }
    Map<String, String> detail = new TreeMap<>();
    detail.put("predictedBytes", Long.toString(found.needed()));
    detail.put("memoryBytes", Long.toString(memoryBytes));
    detail.put("sought", batchSide == 0 ? "size" : "batch");
    detail.put("nextSize", next.size());
    detail.put("nextBatch", Integer.toString(next.batch()));
    if (found.nextNeeded() >= 0) {
      detail.put("nextBytes", Long.toString(found.nextNeeded()));
    }
    return frame.measurement("largest", task, load, times, run.work(), peak, detail);
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  /**
   * What the measurements of a run share.
   *
   * @param backend name of it
   * @param precision of its products
   * @param threads of the host
   */
  record Frame(String backend, String precision, int threads) {

    Measurement measurement(
        String kind,
        Task task,
        Load load,
        Timing.Times times,
        Work work,
        long peakBytes,
        Map<String, String> detail) {
      List<Double> wall = times.wall();
      boolean clockOfItsOwn = backend.equals("cuda");
      return new Measurement(
          kind,
          task.net(),
          task.pass(),
          backend,
          precision,
          load.size(),
          load.batch(),
          threads,
          Measurement.median(wall),
          Measurement.best(wall),
          wall,
          clockOfItsOwn ? Measurement.median(times.device()) : null,
          work.multiplyAdds(),
          work.bytes(),
          peakBytes,
          detail,
          List.of());
    }
  }
}
