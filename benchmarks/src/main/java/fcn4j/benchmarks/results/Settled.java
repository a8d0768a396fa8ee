package fcn4j.benchmarks.results;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which measurements settled, of those that had rounds enough to tell.
 *
 * @param judged those
 */
public record Settled(List<Measurement> judged) {

  /** Takes them from measurements. */
  public static Settled of(Collection<Measurement> measured) {
    return new Settled(measured.stream().filter(one -> one.settled() != null).toList());
  }

  /**
   * How many did, and which did not, with what their times differ by; empty where none can tell.
   */
  public String text() {
    String names = open().stream().map(Settled::name).collect(Collectors.joining(", "));
    return number(" Not settled: " + names + ".");
  }

  /**
   * How many did, and by what the times of the others differ at most; empty where none can tell.
   */
  public String summary() {
    double most =
        open().stream().mapToDouble(one -> Steady.of(one.rounds()).spread()).max().orElse(0);
    return number(
        String.format(Locale.ROOT, " Those of the others differ by up to %.1f %%.", 100 * most));
  }

  private List<Measurement> open() {
    return judged.stream().filter(one -> Boolean.FALSE.equals(one.settled())).toList();
  }

  private String number(String ofOthers) {
    if (judged.isEmpty()) {
      return "";
    }
    int open = open().size();
    return String.format(
        Locale.ROOT,
        "%d of %d settled: at least %d rounds undisturbed, and the %d least times differ by no more than %.0f %%.%s\n",
        judged.size() - open,
        judged.size(),
        Steady.ROUNDS,
        Steady.ROUNDS,
        100 * Steady.TOLERANCE,
        open == 0 ? "" : ofOthers);
  }

  private static String name(Measurement one) {
    Steady steady = Steady.of(one.rounds());
    return String.format(
        Locale.ROOT,
        "%s %s %s %s (%.1f %%, %d of %d rounds undisturbed)",
        one.name(),
        one.pass(),
        one.precision(),
        one.size(),
        100 * steady.spread(),
        steady.calm(),
        one.rounds().size());
  }
}
