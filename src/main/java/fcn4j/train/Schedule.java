package fcn4j.train;

/**
 * How long training goes on, and what happens every so many iterations; 0 means never.
 *
 * @param iterations updates in all
 * @param averageLoss how many iterations the reported loss is averaged over (Caffe: average_loss)
 * @param logEvery iterations between lines of {@code metrics.jsonl}
 * @param evaluateEvery iterations between evaluations; there is one more at the end
 * @param checkpointEvery iterations between checkpoints; there is one more at the end
 * @param keepCheckpoints how many of the newest checkpoints stay; 0 for all
 */
public record Schedule(
    long iterations,
    int averageLoss,
    long logEvery,
    long evaluateEvery,
    long checkpointEvery,
    int keepCheckpoints) {
  /** Enough to go back behind the last ones if a run turns out to have diverged. */
  private static final int KEEP_CHECKPOINTS = 3;

  private static final int AVERAGE_LOSS = 20;
  private static final long LOG_EVERY = 20;

  /**
   * Checks the numbers.
   *
   * @throws TrainException if there is no iteration, or a number is negative
   */
  public Schedule {
    if (iterations < 1) {
      throw new TrainException("training needs at least 1 iteration, got %d".formatted(iterations));
    }
    if (averageLoss < 1) {
      throw new TrainException(
          "the loss must be averaged over at least 1 iteration, got %d".formatted(averageLoss));
    }
    if (logEvery < 0 || evaluateEvery < 0 || checkpointEvery < 0) {
      throw new TrainException(
          "iterations between log lines, evaluations and checkpoints must be at least 0 (0: never), got %d, %d and %d"
              .formatted(logEvery, evaluateEvery, checkpointEvery));
    }
    if (keepCheckpoints < 0) {
      throw new TrainException(
          "the number of checkpoints to keep must be at least 0 (0: all), got %d"
              .formatted(keepCheckpoints));
    }
  }

  /** Reports as the reference does: every 20 iterations, averaged over 20. Keeps 3 checkpoints. */
  public static Schedule of(long iterations, long evaluateEvery, long checkpointEvery) {
    return new Schedule(
        iterations, AVERAGE_LOSS, LOG_EVERY, evaluateEvery, checkpointEvery, KEEP_CHECKPOINTS);
  }

  /** The same with another number of iterations. */
  public Schedule withIterations(long other) {
    return new Schedule(
        other, averageLoss, logEvery, evaluateEvery, checkpointEvery, keepCheckpoints);
  }

  /** The same with other iterations between log lines. */
  public Schedule withLogEvery(long other) {
    return new Schedule(
        iterations, averageLoss, other, evaluateEvery, checkpointEvery, keepCheckpoints);
  }

  /** The same with other iterations between evaluations. */
  public Schedule withEvaluateEvery(long other) {
    return new Schedule(iterations, averageLoss, logEvery, other, checkpointEvery, keepCheckpoints);
  }

  /** The same with other iterations between checkpoints. */
  public Schedule withCheckpointEvery(long other) {
    return new Schedule(iterations, averageLoss, logEvery, evaluateEvery, other, keepCheckpoints);
  }

  /** The same with another number of checkpoints that stay. */
  public Schedule withKeepCheckpoints(int other) {
    return new Schedule(iterations, averageLoss, logEvery, evaluateEvery, checkpointEvery, other);
  }

  /** Whether something that happens every so often happens after this many updates. */
  static boolean due(long every, long iteration) {
    return every > 0 && iteration % every == 0;
  }
}
