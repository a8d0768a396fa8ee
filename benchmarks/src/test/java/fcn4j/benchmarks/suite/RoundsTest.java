package fcn4j.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The order of rounds, and what becomes of trials that fail or find no time. */
class RoundsTest {
  private final List<String> done = new ArrayList<>();

  private final Rounds.Runner<String> runner =
      new Rounds.Runner<>() {
        @Override
        public void begin(int round) {
          done.add("round " + round);
        }

        @Override
        public boolean run(int round, int place, String trial) {
          done.add(trial + place);
          return !trial.equals("bad");
        }
      };

  private Rounds.Gaps<String> go(int rounds, BooleanSupplier timeOver, String... trials) {
    return new Rounds(rounds, timeOver).go(List.of(trials), runner);
  }

  @Test
  void theWholeListRunsInEveryRound() {
    Rounds.Gaps<String> gaps = go(2, () -> false, "a", "b");

    assertThat(done).containsExactly("round 1", "a1", "b2", "round 2", "a1", "b2");
    assertThat(gaps.failed()).isEmpty();
    assertThat(gaps.leftOut()).isEmpty();
    assertThat(gaps.cutShort()).isEmpty();
  }

  @Test
  void whatFailedIsNotTriedAgain() {
    Rounds.Gaps<String> gaps = go(2, () -> false, "a", "bad", "b");

    assertThat(done).containsExactly("round 1", "a1", "bad2", "b3", "round 2", "a1", "b3");
    assertThat(gaps.failed()).containsExactly("bad");
  }

  @Test
  void theBudgetEndsARoundInTheMiddle() {
    Rounds.Gaps<String> gaps = go(3, () -> done.size() >= 6, "a", "b", "c");

    assertThat(done).containsExactly("round 1", "a1", "b2", "c3", "round 2", "a1");
    assertThat(gaps.leftOut()).isEmpty();
    assertThat(gaps.cutShort()).containsExactly("b", "c", "a");
  }

  @Test
  void whatFoundNoTimeInTheFirstRoundIsLeftOut() {
    Rounds.Gaps<String> gaps = go(2, () -> done.size() >= 2, "a", "b");

    assertThat(done).containsExactly("round 1", "a1");
    assertThat(gaps.leftOut()).containsExactly("b");
    assertThat(gaps.cutShort()).containsExactly("a");
  }
}
