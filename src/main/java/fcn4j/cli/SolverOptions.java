package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.op.LossNormalisation;
import fcn4j.train.ClassFrequencies;
import fcn4j.train.InputOptions;
import fcn4j.train.LearningRate;
import fcn4j.train.LossOptions;
import fcn4j.train.Recipe;
import fcn4j.train.SampleOrder;
import fcn4j.train.Schedule;
import fcn4j.train.Sgd;
import fcn4j.train.TrainingOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the solver: a recipe, and what replaces its values. */
final class SolverOptions {
  private static final TrainingOptions FROM_SCRATCH =
      new TrainingOptions(
          "custom",
          Sgd.fixed(0.01, 0.9, 5e-4),
          LossOptions.plain(LossNormalisation.VALID),
          InputOptions.plain(1, SampleOrder.SHUFFLED),
          Schedule.of(2000, 500, 500).withLogEvery(1),
          1);

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = {
        "A recipe of the paper (conference-fcn32s, ...) or of the released nets (heavy-fcn32s, ...);",
        "the options below replace its values. Without one: rate 0.01, momentum 0.9, decay 5e-4,",
        "mean loss, batch 1, 2000 iterations."
      })
  private @Nullable String recipe;

  @Option(names = "--iterations", paramLabel = "N", description = "Updates in all.")
  private @Nullable Long iterations;

  @Option(names = "--batch", paramLabel = "N", description = "Pictures a pass.")
  private @Nullable Integer batch;

  @Option(names = "--iter-size", paramLabel = "N", description = "Passes an update.")
  private @Nullable Integer iterSize;

  @Option(names = "--rate", paramLabel = "RATE", description = "Learning rate.")
  private @Nullable Double rate;

  @Option(
      names = "--rate-policy",
      paramLabel = "POLICY",
      description = "fixed, step:gamma=0.1,stepsize=1000, poly:power=0.9,max_iter=2000, ...")
  private @Nullable String ratePolicy;

  @Option(names = "--momentum", paramLabel = "M", description = "Factor of the history.")
  private @Nullable Double momentum;

  @Option(names = "--weight-decay", paramLabel = "D", description = "L2 factor.")
  private @Nullable Double weightDecay;

  @Option(names = "--clip", paramLabel = "NORM", description = "Largest norm of the gradients.")
  private @Nullable Double clip;

  @Option(
      names = "--loss-normalisation",
      paramLabel = "KIND",
      description = "What the loss is divided by: sum, batch-size, valid or full.")
  private @Nullable String normalisation;

  @Option(
      names = "--class-weights",
      paramLabel = "KIND",
      description = "none, median-frequency, or a comma-separated list.")
  private @Nullable String classWeights;

  @Option(
      names = "--keep-probability",
      paramLabel = "P",
      description = "Share of the pixels that count in the loss, drawn anew every pass.")
  private @Nullable Double keepProbability;

  @Option(names = "--mirror", description = "Mirror every second picture, by chance.")
  private boolean mirror;

  @Option(names = "--jitter", paramLabel = "PIXELS", description = "Largest random shift.")
  private @Nullable Integer jitter;

  @Option(names = "--pad-batch", description = "Fill pictures of unequal size up to one size.")
  private boolean pad;

  @Option(
      names = "--order",
      paramLabel = "KIND",
      description = "sequential, shuffled or with-replacement.")
  private @Nullable String order;

  @Option(names = "--seed", paramLabel = "N", description = "Of everything random.")
  private @Nullable Long seed;

  @Option(names = "--evaluate-every", paramLabel = "N", description = "Iterations between scores.")
  private @Nullable Long evaluateEvery;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Iterations between checkpoints.")
  private @Nullable Long checkpointEvery;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      description = {
        "How many of the newest checkpoints stay, 0 for all (default: 3); older ones are deleted when",
        "a new one is written. checkpoints/last.safetensors is always the newest."
      })
  private @Nullable Integer keepCheckpoints;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Iterations between lines of losses.")
  private @Nullable Long logEvery;

  /** Whether a recipe was named. */
  boolean hasRecipe() {
    return recipe != null;
  }

  /**
   * The recipe, or the options of the run that goes on, with everything replaced that was given.
   *
   * @throws BadInputException if a recipe was given that is not that of the run that goes on
   */
  TrainingOptions resolve(Dataset training, Optional<TrainingOptions> earlier) {
    TrainingOptions options = earlier.orElseGet(this::fresh);
    if (recipe != null && !fresh().recipe().equals(options.recipe())) {
      throw new BadInputException(
          "the run that is to go on has the recipe %s, which cannot become %s halfway; leave out --recipe, or start a new run in another folder"
              .formatted(options.recipe(), recipe));
    }
    return options
        .withSgd(sgd(options.sgd()))
        .withLoss(loss(options.loss(), training))
        .withInput(input(options.input()))
        .withSchedule(schedule(options.schedule()))
        .withSeed(or(seed, options.seed()));
  }

  private TrainingOptions fresh() {
    return recipe == null ? FROM_SCRATCH : Recipe.of(recipe).options();
  }

  private Sgd sgd(Sgd base) {
    double baseRate = or(rate, base.rate().base());
    LearningRate policy = LearningRate.parse(or(ratePolicy, base.rate().policy()), baseRate);
    return base.withRate(policy)
        .withMomentum(or(momentum, base.momentum()))
        .withWeightDecay(or(weightDecay, base.weightDecay()))
        .withIterSize(or(iterSize, base.iterSize()))
        .withClipNorm(or(clip, base.clipNorm()));
  }

  private LossOptions loss(LossOptions base, Dataset training) {
    LossNormalisation kind =
        normalisation == null
            ? base.normalisation()
            : Choices.constant(LossNormalisation.class, "--loss-normalisation", normalisation);
    return base.withNormalisation(kind)
        .withKeepProbability(or(keepProbability, base.keepProbability()))
        .withClassWeights(weights(base.classWeights(), training));
  }

  private List<Float> weights(List<Float> base, Dataset training) {
    if (classWeights == null) {
      return base;
    }
    return switch (classWeights) {
      case "none" -> List.of();
      case "median-frequency" -> ClassFrequencies.of(training).medianWeights();
      default -> parseWeights(classWeights, training);
    };
  }

  private static List<Float> parseWeights(String text, Dataset training) {
    try {
      List<Float> values =
          List.of(text.split(",", -1)).stream().map(part -> Float.valueOf(part.strip())).toList();
      if (values.size() == training.classes()) {
        return values;
      }
      throw new BadInputException(
          "--class-weights has %d numbers, %s has %d classes"
              .formatted(values.size(), training.name(), training.classes()));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "--class-weights: '%s' is neither none, median-frequency, nor a list of numbers"
              .formatted(text));
    }
  }

  private InputOptions input(InputOptions base) {
    SampleOrder drawn =
        order == null ? base.order() : Choices.constant(SampleOrder.class, "--order", order);
    return base.withBatch(or(batch, base.batch()))
        .withOrder(drawn)
        .withPad(pad || base.pad())
        .withAugmentation(mirror || base.mirror(), or(jitter, base.jitterPixels()));
  }

  private Schedule schedule(Schedule base) {
    return base.withIterations(or(iterations, base.iterations()))
        .withEvaluateEvery(or(evaluateEvery, base.evaluateEvery()))
        .withCheckpointEvery(or(checkpointEvery, base.checkpointEvery()))
        .withKeepCheckpoints(or(keepCheckpoints, base.keepCheckpoints()))
        .withLogEvery(or(logEvery, base.logEvery()));
  }

  private static <T> T or(@Nullable T given, T base) {
    return given == null ? base : given;
  }
}
