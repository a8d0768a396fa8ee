package fcn4j.benchmarks.suite;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The order of a run: the whole list once in each round, so that the samples of a trial lie minutes
 * apart. A trial that failed is not tried again, and nothing begins once the time is over.
 *
 * @param number of rounds
 * @param timeOver whether the time is over
 */
record Rounds(int number, BooleanSupplier timeOver) {

  /** What runs trials. */
  interface Runner<T> {
    /** A round begins that has something to run. */
    void begin(int round);

    /**
     * Runs a trial.
     *
     * @param place of the trial in the list
     * @return whether it went well
     */
    boolean run(int round, int place, T trial);
  }

  /**
   * What became of trials that are not complete.
   *
   * @param failed those that failed
   * @param leftOut those that never ran, because the time was over
   * @param cutShort those that ran in fewer rounds, because the time was over
   */
  record Gaps<T>(Set<T> failed, Set<T> leftOut, Set<T> cutShort) {}

  /** Runs the trials. */
  <T> Gaps<T> go(List<T> trials, Runner<T> runner) {
    Gaps<T> gaps = new Gaps<>(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    for (int round = 1; round <= number; round++) {
      boolean begun = false;
      for (int i = 0; i < trials.size(); i++) {
        T trial = trials.get(i);
        if (gaps.failed.contains(trial) || gaps.leftOut.contains(trial)) {
          continue;
        }
        if (timeOver.getAsBoolean()) {
          (round == 1 ? gaps.leftOut : gaps.cutShort).add(trial);
          continue;
        }
        if (!begun) {
          runner.begin(round);
          begun = true;
        }
        if (!runner.run(round, i + 1, trial)) {
          gaps.failed.add(trial);
        }
      }
    }
    return gaps;
  }
}
