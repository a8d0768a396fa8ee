package fcn4j.benchmarks.results;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How fast the processor was in rounds in which that was probed: the least time that the probe took
 * in any round of the same benchmark by that in the round itself, so that 1 is the best.
 *
 * @param values the speeds, in the order of the rounds
 * @param bestProbeMillis the least time that the probe took; not a number where there was none
 */
public record Speeds(List<Double> values, double bestProbeMillis) {
  /** A round at less of the best speed was disturbed. */
  public static final double LEAST = 0.97;

  /** Copies the values. */
  public Speeds {
    values = List.copyOf(values);
  }

  /** Those of a benchmark's rounds. */
  static Speeds of(List<Round> rounds) {
    List<Double> probes = rounds.stream().map(Round::probeMillis).filter(Objects::nonNull).toList();
    double best = probes.isEmpty() ? Double.NaN : Measurement.best(probes);
    return new Speeds(probes.stream().map(probe -> best / probe).toList(), best);
  }

  /** Those of several benchmarks, each judged by its own best. */
  public static Speeds of(Collection<Measurement> measured) {
    List<Speeds> each =
        measured.stream().map(Measurement::speeds).filter(one -> !one.isEmpty()).toList();
    return new Speeds(
        each.stream().flatMap(one -> one.values.stream()).toList(),
        each.stream().mapToDouble(Speeds::bestProbeMillis).min().orElse(Double.NaN));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Rounds that something slowed down. */
  public int disturbed() {
    return (int) values.stream().filter(speed -> speed < LEAST).count();
  }

  /** Whether something slowed down the last round; never where there was no probe. */
  public boolean lastDisturbed() {
    return !values.isEmpty() && values.getLast() < LEAST;
  }

  /** Least, greatest and median in a line of words; empty where there is none. */
  public String text() {
    return values.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "The processor's speed, 1 at its best: %.2f to %.2f, median %.2f, in %d rounds of single benchmarks.%n",
            Collections.min(values),
            Collections.max(values),
            Measurement.median(values),
            values.size());
  }
}
