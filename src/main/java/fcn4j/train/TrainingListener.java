package fcn4j.train;

import java.nio.file.Path;

/** Hears of a training run's progress, on the thread that trains; each call should be short. */
public interface TrainingListener {

  /** After every update. */
  default void progressed(Progress progress) {}

  /** While an evaluation runs. */
  default void evaluating(int imagesDone, int images) {}

  /** After an evaluation. */
  default void evaluated(long iteration, Score score) {}

  /** After a checkpoint was written. */
  default void saved(long iteration, Path checkpoint) {}
}
