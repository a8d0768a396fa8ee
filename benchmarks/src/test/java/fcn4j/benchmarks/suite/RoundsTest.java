package fcn4j.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of rounds, and what becomes of trials that fail, do not settle or find no time. */
class RoundsTest {
  private static final long FOREVER = Long.MAX_VALUE;

  private final List<String> done = new ArrayList<>();
  private final Map<String, Integer> settlesIn = new HashMap<>();
  private long now = 100;

  /** Every trial takes ten units of time. */
  private final Rounds.Runner<String> runner =
      new Rounds.Runner<>() {
        @Override
        public void begin(int round) {
          done.add("round " + round);
        }

        @Override
        public Rounds.Outcome run(int round, int place, String trial) {
          done.add(trial + place);
          now += 10;
          if (trial.equals("bad")) {
            return Rounds.Outcome.FAILED;
          }
          return round >= settlesIn.getOrDefault(trial, 1)
              ? Rounds.Outcome.SETTLED
              : Rounds.Outcome.OPEN;
        }
      };

  private Rounds.Gaps<String> go(int number, int most, long budget, String... trials) {
    return new Rounds(number, most, budget, () -> now).go(List.of(trials), runner);
  }

  @Test
  void theWholeListRunsInEveryRound() {
    Rounds.Gaps<String> gaps = go(2, 4, FOREVER, "a", "b");

    assertThat(done).containsExactly("round 1", "a1", "b2", "round 2", "a1", "b2");
    assertThat(gaps.failed()).isEmpty();
    assertThat(gaps.leftOut()).isEmpty();
    assertThat(gaps.cutShort()).isEmpty();
  }

  @Test
  void whatFailedIsNotTriedAgain() {
    Rounds.Gaps<String> gaps = go(2, 4, FOREVER, "a", "bad", "b");

    assertThat(done).containsExactly("round 1", "a1", "bad2", "b3", "round 2", "a1", "b3");
    assertThat(gaps.failed()).containsExactly("bad");
  }

  @Test
  void whatDoesNotSettleRunsInFurtherRounds() {
    settlesIn.put("b", 3);
    settlesIn.put("d", 9);
    String[] trials = {"a", "b", "c", "d", "e", "f", "g", "h"};
    Rounds.Gaps<String> gaps = go(2, 4, FOREVER, trials);

    assertThat(done.subList(18, done.size()))
        .containsExactly("round 3", "b2", "d4", "round 4", "d4");
    assertThat(gaps.cutShort()).isEmpty();
  }

  /** What agreed at first but no longer does when a further round is known. */
  @Test
  void theLastRoundOfTheWholeListDecides() {
    Rounds.Runner<String> once =
        new Rounds.Runner<>() {
          @Override
          public void begin(int round) {}

          @Override
          public Rounds.Outcome run(int round, int place, String trial) {
            done.add(trial + round);
            now += 10;
            return round == 2 ? Rounds.Outcome.OPEN : Rounds.Outcome.SETTLED;
          }
        };
    new Rounds(2, 4, FOREVER, () -> now).go(List.of("a", "b"), once);

    assertThat(done).containsExactly("a1", "b1", "a2", "b2", "a3", "b3");
  }

  @Test
  void theBudgetEndsFurtherRoundsToo() {
    List.of("a", "b").forEach(trial -> settlesIn.put(trial, 9));
    Rounds.Gaps<String> gaps = go(2, 4, 50, "a", "b");

    assertThat(done.subList(6, done.size())).containsExactly("round 3", "a1");
    assertThat(gaps.cutShort()).isEmpty();
  }

  @Test
  void theBudgetEndsARoundInTheMiddle() {
    Rounds.Gaps<String> gaps = go(3, 6, 40, "a", "b", "c");

    assertThat(done).containsExactly("round 1", "a1", "b2", "c3", "round 2", "a1");
    assertThat(gaps.leftOut()).isEmpty();
    assertThat(gaps.cutShort()).containsExactly("b", "c", "a");
  }

  @Test
  void whatFoundNoTimeInTheFirstRoundIsLeftOut() {
    Rounds.Gaps<String> gaps = go(2, 4, 10, "a", "b");

    assertThat(done).containsExactly("round 1", "a1");
    assertThat(gaps.leftOut()).containsExactly("b");
    assertThat(gaps.cutShort()).containsExactly("a");
  }
}
