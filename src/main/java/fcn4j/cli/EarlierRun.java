package fcn4j.cli;

import fcn4j.data.Preparation;
import fcn4j.net.Upsampling;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.train.OptionsJson;
import fcn4j.train.RunFolder;
import fcn4j.train.TrainingOptions;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run that is to go on, as its folder tells: what the command line does not give again stays as
 * it was.
 *
 * @param folder the run's folder
 * @param model of its last checkpoint
 * @param options what {@code options.json} holds
 */
record EarlierRun(Path folder, ModelInfo model, JsonNode options) {
  /** What cannot change halfway, and the option that would change it. */
  private static final Map<String, String> FIXED =
      Map.of(
          TrainingRun.NET, "--net",
          ModelFile.UPSAMPLING, "--upsampling",
          TrainingRun.CLASSES, "--data",
          TrainingRun.MEAN, "--mean",
          TrainingRun.SCALE, "--scale",
          OptionsJson.SEED, "--seed");

  /**
   * Reads a run's folder.
   *
   * @throws fcn4j.train.TrainException if there is no run in it, or it has no checkpoint yet
   * @throws fcn4j.weights.WeightFileException if the checkpoint is damaged
   */
  static EarlierRun open(Path path) {
    RunFolder folder = RunFolder.open(path);
    try (Checkpoint checkpoint = Checkpoint.open(folder.lastCheckpoint())) {
      return new EarlierRun(path, checkpoint.model(), folder.options());
    }
  }

  /** The net's name. */
  String net() {
    return model.net();
  }

  /** Which deconvolutions the net learns. */
  Upsampling upsampling() {
    return ModelFile.netOptions(model).upsampling();
  }

  /** How pictures become the net's input. */
  Preparation preparation() {
    return model.preparation();
  }

  /** The solver and the schedule. */
  TrainingOptions solver() {
    return OptionsJson.read(options);
  }

  /** How the dataset to learn from was named. */
  String data() {
    return options.path(TrainingRun.DATA).asString("");
  }

  /** How the dataset to score on was named: with other data to learn from, usually these too. */
  String testData(String data) {
    String before = options.path(TrainingRun.TEST_DATA).asString(RunData.NONE);
    return before.equals(data()) ? data : before;
  }

  /**
   * Says what the run goes on with that is not as it was.
   *
   * @param resolved all that the run goes on with
   * @throws BadInputException if it cannot change halfway
   */
  void compare(Map<String, ? extends @Nullable Object> resolved, Output output) {
    JsonNode now = Output.jsonTree(resolved);
    for (String name : resolved.keySet()) {
      JsonNode old = options.get(name);
      JsonNode value = now.path(name);
      if (old == null || old.equals(value)) {
        continue;
      }
      String option = FIXED.get(name);
      if (option != null) {
        throw new BadInputException(
            "the run in %s has the %s %s, which cannot become %s halfway; leave out %s, or start a new run in another folder"
                .formatted(folder, name, old, value, option));
      }
      output.message("%s: %s so far, %s from now on".formatted(name, old, value));
    }
  }
}
