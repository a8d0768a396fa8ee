package fcn4j.benchmarks.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What all measurements of one run share; each line repeats it.
 *
 * @param id one for each run, such as {@code 20260131T100000Z-cuda-1a2b3c4}
 * @param device the processor with its number of threads and its memory, or the GPU
 * @param processors threads of the machine
 * @param driver version of the NVIDIA driver; null where no GPU computed
 * @param libraries versions of the libraries that computed
 * @param java name and version of the Java runtime
 * @param commit of the engine, {@code -changed} if its files differed from it, or {@code unknown}
 * @param date day and time in UTC, {@code 2026-01-31T10:00:00Z}
 * @param loadBefore processors that were busy just before
 * @param loadAfter processors that were busy just after
 * @param command the command line
 * @param ceilings what the machine does at best, for each backend and precision measured
 */
public record Run(
    String id,
    String device,
    int processors,
    @Nullable String driver,
    Map<String, String> libraries,
    String java,
    String commit,
    String date,
    double loadBefore,
    double loadAfter,
    String command,
    List<MeasuredCeiling> ceilings) {
  /** A larger part of the machine's processors at work before or after makes a run a busy one. */
  static final double BUSY_SHARE = 0.25;

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  /**
   * Checks and copies the fields.
   *
   * @throws IllegalArgumentException if one is missing or makes no sense
   */
  public Run {
    Fields.requireWord("run.id", id);
    Fields.requireWord("run.device", device);
    Fields.requirePositive("run.processors", processors);
    Fields.requireWord("run.java", java);
    Fields.requireWord("run.commit", commit);
    Fields.requireWord("run.date", date);
    if (!DATE.matcher(date).matches()) {
      throw new IllegalArgumentException(
          "field 'run.date' must be like 2026-01-31T10:00:00Z, it is " + date);
    }
    Fields.requireNotNegative("run.loadBefore", loadBefore);
    Fields.requireNotNegative("run.loadAfter", loadAfter);
    Fields.requireWord("run.command", command);
    Fields.requirePresent("run.ceilings", ceilings);
    libraries = Fields.sorted("run.libraries", libraries);
    ceilings = List.copyOf(ceilings);
  }

  /** Whether the machine had other work, so that the times can't be trusted. */
  public boolean busy() {
    return Math.max(loadBefore, loadAfter) > BUSY_SHARE * processors;
  }

  /** The ceiling of a backend in a precision, if the run measured it. */
  public Optional<MeasuredCeiling> ceiling(String backend, String precision) {
    return ceilings.stream()
        .filter(one -> one.backend().equals(backend) && one.precision().equals(precision))
        .findFirst();
  }

  /** The same with ceilings. */
  public Run withCeilings(List<MeasuredCeiling> measured) {
    return with(loadAfter, measured);
  }

  /** The same with the load after it. */
  public Run withLoadAfter(double load) {
    return with(load, ceilings);
  }

  private Run with(double after, List<MeasuredCeiling> measured) {
    return new Run(
        id,
        device,
        processors,
        driver,
        libraries,
        java,
        commit,
        date,
        loadBefore,
        after,
        command,
        measured);
  }
}
