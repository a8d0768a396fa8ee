package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.DigitPatches;
import fcn4j.data.DigitScenes;
import fcn4j.data.DigitSplit;
import fcn4j.data.SceneOptions;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.train.AbsentClasses;
import fcn4j.train.Metrics;
import fcn4j.train.Score;
import fcn4j.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paper's story on handwritten digits: a classifier is trained, cast into a fully convolutional
 * net, and fine-tuned in three stages of ever finer stride.
 */
final class Demo {
  /** The classifier and the three stages, coarse to fine, by their names in {@link Nets}. */
  static final List<String> NETS =
      List.of("vgg-digits", "fcn32s-digits", "fcn16s-digits", "fcn8s-digits");

  private static final List<Integer> STRIDES = List.of(8, 4, 2);

  // More than any run takes: every draw is a new scene.
  private static final int ENDLESS = 1_000_000;

  private final DemoPlan plan;
  private final Path folder;
  private final Output output;

  /**
   * A finished part of the demo.
   *
   * @param name for tables
   * @param folder its run folder
   * @param metrics scores on held-out patches or scenes
   * @param seconds wall time
   */
  record Part(String name, Path folder, Metrics metrics, double seconds) {}

  Demo(DemoPlan plan, Path folder, Output output) {
    this.plan = plan;
    this.folder = folder;
    this.output = output;
  }

  /** The held-out scenes. */
  Dataset heldOutScenes() {
    return new DigitScenes(plan.scenes(), DigitSplit.HELD_OUT, plan.testScenes());
  }

  /** Runs everything; the classifier comes first. */
  List<Part> run(Backend backend) {
    List<Part> parts = new ArrayList<>();
    SceneOptions scenes = plan.scenes();
    SceneOptions patches = scenes.withSize(DemoPlan.PATCH, DemoPlan.PATCH);
    parts.add(
        part(
            "classifier",
            0,
            plan.classifier(),
            new DigitPatches(patches, DigitSplit.TRAIN, ENDLESS),
            new DigitPatches(patches, DigitSplit.HELD_OUT, plan.testPatches()),
            Optional.empty(),
            backend));
    for (int stage = 0; stage < STRIDES.size(); stage++) {
      Path before = checkpoint(stage);
      // The classifier's scores become the coarse scores: patches and scenes have the same classes.
      Map<String, String> renamed = stage == 0 ? Map.of("fc8", "score_fr") : Map.of();
      parts.add(
          part(
              "FCN, stride " + STRIDES.get(stage),
              stage + 1,
              plan.stage(stage),
              new DigitScenes(
                  scenes.withSeed(plan.seed() + 1000L * (stage + 1)), DigitSplit.TRAIN, ENDLESS),
              heldOutScenes(),
              Optional.of(new StartingWeights(before, renamed, true)),
              backend));
    }
    return parts;
  }

  /** The run folder of the classifier (0) or a stage (1 to 3). */
  Path runFolder(int part) {
    return folder.resolve(part + "-" + NETS.get(part));
  }

  /** The last checkpoint of the classifier (0) or a stage (1 to 3). */
  Path checkpoint(int part) {
    return runFolder(part).resolve("checkpoints").resolve("last.safetensors");
  }

  private Part part(
      String name,
      int number,
      TrainingOptions options,
      Dataset training,
      Dataset heldOut,
      Optional<StartingWeights> weights,
      Backend backend) {
    long start = System.nanoTime();
    output.message(
        "%s: %d iterations of %d, net %s"
            .formatted(
                name, options.schedule().iterations(), options.input().batch(), NETS.get(number)));
    NetOptions netOptions = NetOptions.of(training.classes()).withLoss(options.loss().op());
    Score score =
        new TrainingRun(
                NETS.get(number),
                netOptions,
                options,
                DemoPlan.PREPARATION,
                RunData.of(training, heldOut),
                output)
            .run(backend, runFolder(number), false, weights)
            .orElseThrow();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Part(
        name, runFolder(number), score.metrics(AbsentClasses.AS_REFERENCE_CODE), seconds);
  }
}
