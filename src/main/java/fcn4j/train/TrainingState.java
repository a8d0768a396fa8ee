package fcn4j.train;

import java.util.List;

/**
 * Where a training run stands; with the parameters and their momentum it is all that going on
 * exactly needs, because every random draw follows from the seed and a count of passes.
 *
 * @param iteration updates made
 * @param seed the run's seed
 * @param recentLosses losses of the last iterations, oldest first: what the next average is of
 */
public record TrainingState(long iteration, long seed, List<Double> recentLosses) {

  /** Copies the losses. */
  public TrainingState {
    recentLosses = List.copyOf(recentLosses);
  }

  /** Before the first update. */
  public static TrainingState start(long seed) {
    return new TrainingState(0, seed, List.of());
  }
}
