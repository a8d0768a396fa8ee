package fcn4j.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param kind one of {@link #KINDS}
 * @param name of the net, kernel, layer or data
 * @param pass {@code forward}, {@code backward}, {@code train}, {@code update}, {@code predict}, …
 * @param backend {@code reference}, {@code onednn}, {@code cuda}; of a peer, what computed
 * @param precision such as {@code fp32}, {@code tf32}, {@code bf16}
 * @param size of the image, {@code WIDTHxHEIGHT}
 * @param batch images of one pass
 * @param threads that it was given; of a GPU those of the host
 * @param medianMillis of a pass on the wall clock
 * @param bestMillis the shortest
 * @param millis all, in order; of rounds the mean of each iteration
 * @param deviceMillis the same by the device's own clock, steady where there are rounds, else the
 *     median, or null
 * @param multiplyAdds of a pass over the batch, as the operations define them, or null
 * @param bytes the fewest that a pass over the batch reads and writes, or null
 * @param peakBytes the most memory of the device that was allocated at any one time, or null
 * @param detail whatever else there is to know
 * @param rounds what each of several processes found; empty where there was one that took turns
 */
public record Measurement(
    String kind,
    String name,
    String pass,
    String backend,
    String precision,
    String size,
    int batch,
    int threads,
    double medianMillis,
    double bestMillis,
    List<Double> millis,
    @Nullable Double deviceMillis,
    @Nullable Long multiplyAdds,
    @Nullable Long bytes,
    @Nullable Long peakBytes,
    Map<String, String> detail,
    List<Round> rounds) {
  /** What a measurement can be of. */
  public static final Set<String> KINDS =
      Set.of("net", "kernel", "convolution", "data", "peer", "scaling", "largest");

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]*x[1-9][0-9]*");

  /**
   * Checks and copies the fields.
   *
   * @throws IllegalArgumentException if one is missing or makes no sense
   */
  public Measurement {
    Fields.requireWord("kind", kind);
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "field 'kind' must be one of %s, it is '%s'"
              .formatted(String.join(", ", KINDS.stream().sorted().toList()), kind));
    }
    Fields.requireWord("name", name);
    Fields.requireWord("pass", pass);
    Fields.requireWord("backend", backend);
    Fields.requireWord("precision", precision);
    Fields.requireWord("size", size);
    if (!SIZE.matcher(size).matches()) {
      throw new IllegalArgumentException(
          "field 'size' must be WIDTHxHEIGHT, it is '%s'".formatted(size));
    }
    Fields.requirePositive("batch", batch);
    Fields.requirePositive("threads", threads);
    Fields.requirePositive("medianMillis", medianMillis);
    Fields.requirePositive("bestMillis", bestMillis);
    Fields.requirePresent("millis", millis);
    Fields.requirePositiveIfPresent("deviceMillis", deviceMillis);
    requireCount("multiplyAdds", multiplyAdds);
    requireCount("bytes", bytes);
    requireCount("peakBytes", peakBytes);
    millis = List.copyOf(millis);
    detail = Fields.sorted("detail", detail);
    rounds = copy(rounds);
  }

  /** Lines of what took turns in one process may lack the field. */
  private static List<Round> copy(@Nullable List<Round> rounds) {
    return rounds == null ? List.of() : List.copyOf(rounds);
  }

  private static void requireCount(String name, @Nullable Long value) {
    if (value != null) {
      Fields.requireNotNegative(name, value);
    }
  }

  /** The middle value, or the mean of the two in the middle. */
  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured: no median of no values");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The least value. */
  public static double best(List<Double> values) {
    return Arrays.stream(values.stream().mapToDouble(Double::doubleValue).toArray())
        .min()
        .orElseThrow(
            () -> new IllegalArgumentException("nothing was measured: no least of no values"));
  }

  /** The least value of those that have one; null where none has. */
  static <T> @Nullable Double best(List<T> all, Function<T, @Nullable Double> value) {
    return all.stream().map(value).filter(Objects::nonNull).min(Double::compare).orElse(null);
  }

  /** The time that rounds agree on; null where there were no rounds. */
  public @Nullable Steady steady() {
    return rounds.isEmpty() ? null : Steady.of(rounds);
  }

  /** Whether they do; null where there were too few to tell. */
  public @Nullable Boolean settled() {
    return rounds.size() < Steady.ROUNDS ? null : Steady.of(rounds).settled();
  }

  /** The time to show and to compare, on the wall clock: steady where there are rounds. */
  public double shownMillis() {
    Steady steady = steady();
    return steady == null ? medianMillis : steady.millis();
  }

  /** The time that rates are computed with: the device's own where there is one. */
  public double rateMillis() {
    return deviceMillis == null ? shownMillis() : deviceMillis;
  }

  /** How fast the machine was in the rounds. */
  public Speeds speeds() {
    return Speeds.of(rounds);
  }

  /** The machine's speed in the slowest round, 1 at its best; null where it was not probed. */
  public @Nullable Double speed() {
    return speeds().values().stream().min(Double::compare).orElse(null);
  }

  /** Rounds whose threads were further apart than in others, so that they count for nothing. */
  public int roundsApart() {
    return rounds.size() - Placement.near(rounds, Round::handoverNanos).size();
  }

  /** Whether the last round is one of those. */
  public boolean lastRoundApart() {
    return !rounds.isEmpty()
        && !Placement.near(rounds, Round::handoverNanos).contains(rounds.getLast());
  }

  /** The least handover of the rounds, in nanoseconds; null where there was none. */
  public @Nullable Double handoverNanos() {
    return best(rounds, Round::handoverNanos);
  }

  /** Images a second on the wall clock. */
  public double imagesPerSecond() {
    return 1000.0 * batch / shownMillis();
  }

  /** 10^12 operations a second, two for each multiply-add; null where these are not known. */
  public @Nullable Double teraflops() {
    return multiplyAdds == null ? null : 2e-9 * multiplyAdds / rateMillis();
  }

  /** 10^9 bytes a second; null where they are not known. */
  public @Nullable Double gigabytesPerSecond() {
    return bytes == null ? null : 1e-6 * bytes / rateMillis();
  }

  /** Operations for each byte; null where either is not known. */
  public @Nullable Double flopsPerByte() {
    return multiplyAdds == null || bytes == null || bytes == 0 ? null : 2.0 * multiplyAdds / bytes;
  }

  /**
   * 100 times the least time, at the ceiling, by the time taken; null where work or ceiling is not
   * known. More than 100 is possible: some algorithms do with fewer products than the definition.
   */
  public @Nullable Double percentOfCeiling(Run run) {
    if (multiplyAdds == null && bytes == null) {
      return null;
    }
    long products = multiplyAdds == null ? 0 : multiplyAdds;
    long moved = bytes == null ? 0 : bytes;
    Optional<MeasuredCeiling> ceiling = run.ceiling(backend, precision);
    return ceiling.map(one -> 100 * one.millis(products, moved) / rateMillis()).orElse(null);
  }

  /** What must be equal for two times to be compared. */
  public String subject() {
    return "%s %s %s %s %s %s batch %d threads %d%s%s"
        .formatted(
            kind,
            name,
            pass,
            backend,
            precision,
            size,
            batch,
            threads,
            detail("who"),
            detail("configuration"));
  }

  private String detail(String key) {
    String value = detail.get(key);
    return value == null ? "" : " " + value;
  }
}
