package fcn4j.benchmarks.results;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How fast the processor was in the rounds in which that was probed.
 *
 * @param rounds those rounds
 */
public record Speeds(List<Round> rounds) {

  /** Takes them from measurements. */
  public static Speeds of(Collection<Measurement> measured) {
    return new Speeds(
        measured.stream()
            .flatMap(one -> one.rounds().stream())
            .filter(round -> round.probeMillis() != null)
            .toList());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return rounds.isEmpty();
  }

  /** Rounds that something slowed down. */
  public long disturbed() {
    return rounds.stream().filter(Round::disturbed).count();
  }

  /**
   * The least time that the probe took.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double bestProbeMillis() {
    return Measurement.best(rounds.stream().map(Round::bestProbeMillis).toList());
  }

  /** Least, greatest and median in a line of words; empty where there is none. */
  public String text() {
    List<Double> speeds = rounds.stream().map(Round::speed).toList();
    return speeds.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "The processor's speed, 1 at its best: %.2f to %.2f, median %.2f, in %d rounds of single benchmarks.%n",
            Collections.min(speeds),
            Collections.max(speeds),
            Measurement.median(speeds),
            speeds.size());
  }
}
