package fcn4j.benchmarks.suite;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The order of a run: the whole list once in each round, so that the samples of a trial lie minutes
 * apart; then further rounds of those trials alone that are not settled. A trial that failed is not
 * tried again, and nothing begins once the time is over.
 *
 * @param number of rounds of the whole list
 * @param most rounds of a trial
 * @param budgetNanos nothing begins after so long
 * @param nanos a clock
 */
record Rounds(int number, int most, long budgetNanos, LongSupplier nanos) {
  /** What became of a trial. */
  enum Outcome {
    FAILED,
    /** Its rounds do not agree yet, or are too few. */
    OPEN,
    SETTLED
  }

  /** What runs trials. */
  interface Runner<T> {
    /** A round begins that has something to run. */
    void begin(int round);

    /**
     * Runs a trial.
     *
     * @param place of the trial in the list
     */
    Outcome run(int round, int place, T trial);
  }

  /**
   * What became of trials that are not complete.
   *
   * @param failed those that failed
   * @param leftOut those that never ran, because the time was over
   * @param cutShort those that ran in fewer rounds than all, because the time was over
   */
  record Gaps<T>(Set<T> failed, Set<T> leftOut, Set<T> cutShort) {}

  /** Runs the trials. */
  <T> Gaps<T> go(List<T> trials, Runner<T> runner) {
    return new Course<>(trials, runner).go();
  }

  /** One run through the rounds. */
  private final class Course<T> {
    private final List<T> trials;
    private final Runner<T> runner;
    private final Gaps<T> gaps =
        new Gaps<>(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    private final Set<T> settled = new LinkedHashSet<>();
    private final long begun = nanos.getAsLong();
    private int begunRound;

    Course(List<T> trials, Runner<T> runner) {
      this.trials = trials;
      this.runner = runner;
    }

    Gaps<T> go() {
      for (int round = 1; round <= most; round++) {
        for (T trial : trials) {
          if (isDone(round, trial)) {
            continue;
          }
          if (nanos.getAsLong() - begun < budgetNanos) {
            run(round, trial);
          } else if (round <= number) {
            (round == 1 ? gaps.leftOut : gaps.cutShort).add(trial);
          }
        }
      }
      return gaps;
    }

    private boolean isDone(int round, T trial) {
      return gaps.failed.contains(trial)
          || gaps.leftOut.contains(trial)
          || round > number && settled.contains(trial);
    }

    private void run(int round, T trial) {
      if (begunRound < round) {
        runner.begin(round);
        begunRound = round;
      }
      switch (runner.run(round, trials.indexOf(trial) + 1, trial)) {
        case FAILED -> gaps.failed.add(trial);
        case OPEN -> settled.remove(trial);
        case SETTLED -> settled.add(trial);
      }
    }
  }
}
