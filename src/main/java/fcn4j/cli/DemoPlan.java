package fcn4j.cli;

import fcn4j.data.MeanColour;
import fcn4j.data.Preparation;
import fcn4j.data.SceneOptions;
import fcn4j.op.LossNormalisation;
import fcn4j.train.InputOptions;
import fcn4j.train.LearningRate;
import fcn4j.train.LossOptions;
import fcn4j.train.SampleOrder;
import fcn4j.train.Schedule;
import fcn4j.train.Sgd;
import fcn4j.train.TrainingOptions;
import java.util.List;

/**
 * How much the demo does.
 *
 * @param classifierIterations updates of the classifier, of 32 patches each
 * @param stageIterations updates of each of the three stages, of 4 scenes each
 * @param testPatches held-out patches that the classifier is scored on
 * @param testScenes held-out scenes that each stage is scored on
 * @param seed of everything random
 */
record DemoPlan(
    int classifierIterations,
    List<Integer> stageIterations,
    int testPatches,
    int testScenes,
    long seed) {
  /** Side of the classifier's patches. */
  static final int PATCH = 40;

  /** Pictures to numbers: about -2 to 2. */
  static final Preparation PREPARATION =
      new Preparation(Preparation.VOC.order(), MeanColour.MIDDLE, 1 / 64f);

  private static final int PATCH_BATCH = 32;
  private static final int SCENE_BATCH = 4;
  private static final double CLASSIFIER_RATE = 0.02;
  private static final List<Double> STAGE_RATES = List.of(0.02, 0.01, 0.01);

  /** Every option at its default, for a seed. */
  static DemoPlan standard(long seed) {
    return new DemoPlan(700, List.of(350, 250, 300), 500, 60, seed);
  }

  /** A share of the iterations. */
  DemoPlan withEffort(double share) {
    return new DemoPlan(
        scaled(classifierIterations, share),
        stageIterations.stream().map(iterations -> scaled(iterations, share)).toList(),
        testPatches,
        testScenes,
        seed);
  }

  private static int scaled(int iterations, double share) {
    return (int) Math.max(1, Math.round(iterations * share));
  }

  /** What patches and scenes look like. */
  SceneOptions scenes() {
    return SceneOptions.SMALL.withSeed(seed);
  }

  /** The solver of the classifier. */
  TrainingOptions classifier() {
    return options(CLASSIFIER_RATE, PATCH_BATCH, classifierIterations);
  }

  /** The solver of a stage, 0 to 2. */
  TrainingOptions stage(int stage) {
    return options(STAGE_RATES.get(stage), SCENE_BATCH, stageIterations.get(stage));
  }

  // Each ends with three tenths of its iterations at a tenth of the rate.
  private TrainingOptions options(double rate, int batch, int iterations) {
    LearningRate policy =
        new LearningRate.MultiStep(rate, 0.1, List.of(Math.max(1, iterations * 7L / 10)));
    return new TrainingOptions(
        "demo",
        Sgd.fixed(rate, 0.9, 5e-4).withRate(policy),
        LossOptions.plain(LossNormalisation.VALID),
        InputOptions.plain(batch, SampleOrder.SEQUENTIAL),
        Schedule.of(iterations, 0, 0).withLogEvery(1),
        seed);
  }
}
