package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.DatasetSpec;
import java.util.Optional;

/**
 * What a run learns from, and what it is scored on.
 *
 * @param trainingText how a user names the dataset to learn from
 * @param scoringText how a user names the dataset to score on; {@link #NONE} for none
 * @param scoring empty for none
 */
record RunData(
    String trainingText, Dataset training, String scoringText, Optional<Dataset> scoring) {
  /** In place of a dataset to score on. */
  static final String NONE = "none";

  /**
   * Opens the datasets.
   *
   * @throws BadInputException if they have different classes
   * @throws fcn4j.data.DataException if one can't be opened
   */
  static RunData open(String trainingText, String scoringText) {
    Dataset training = DatasetSpec.parse(trainingText).open(DatasetSpec.Purpose.TRAINING);
    if (scoringText.equals(NONE)) {
      return new RunData(trainingText, training, NONE, Optional.empty());
    }
    Dataset scoring = DatasetSpec.parse(scoringText).open(DatasetSpec.Purpose.SCORING);
    if (training.classes() != scoring.classes()) {
      throw new BadInputException(
          "%s has %d classes, %s has %d; score on a dataset with the same classes"
              .formatted(training.name(), training.classes(), scoring.name(), scoring.classes()));
    }
    return new RunData(trainingText, training, scoringText, Optional.of(scoring));
  }

  /** Datasets that are open, under their own names. */
  static RunData of(Dataset training, Dataset scoring) {
    return new RunData(training.name(), training, scoring.name(), Optional.of(scoring));
  }
}
