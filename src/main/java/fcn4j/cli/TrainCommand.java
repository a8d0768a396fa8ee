package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.DatasetSpec;
import fcn4j.data.Preparation;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.Upsampling;
import fcn4j.op.Backend;
import fcn4j.train.RunFolder;
import fcn4j.train.TrainingOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fcn4j train}: trains a net on a dataset. */
@Command(
    name = "train",
    description = {
      "Trains a net on a dataset.",
      "The run's folder gets the resolved options, losses and scores as JSON lines, a picture of the",
      "curves, and checkpoints. Ctrl-C ends the run after the current iteration with a checkpoint;",
      "--resume goes on from the last one as if the run had never stopped."
    })
final class TrainCommand implements Callable<Integer> {
  private static final float FROM_SCRATCH_SCALE = 1 / 64f;

  @Option(
      names = "--net",
      required = true,
      paramLabel = "NET",
      description = "Name of the net; 'fcn4j describe' lists them.")
  private String net = "";

  @Option(names = "--data", required = true, paramLabel = "DATA", description = DataHelp.DATA)
  private String data = "";

  @Option(
      names = "--test-data",
      paramLabel = "DATA",
      description = "Dataset to score on (default: the usual split of --data; 'none' for none).")
  private @Nullable String testData;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Folder of the run (default: runs/NET-DATE).")
  private @Nullable Path out;

  @Option(names = "--resume", description = "Go on with the run in --out.")
  private boolean resume;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "Starting values (.safetensors, .caffemodel, .npz): of the same net, of the stage before (32s",
        "for 16s, 16s for 8s), or of its classifier, whose fully connected layers become convolutions.",
        "Layers are matched by name; what the file lacks, what the net has no use for and what does",
        "not fit is listed."
      })
  private @Nullable Path weights;

  @Option(
      names = "--strict",
      description = {
        "Refuse --weights that leave a layer of the trunk at random values, or have arrays of other",
        "extents than the net."
      })
  private boolean strict;

  @Option(
      names = "--upsampling",
      paramLabel = "KIND",
      defaultValue = "fixed",
      description =
          "Deconvolutions: fixed, learned (between skips) or all-learned (default: fixed).")
  private String upsampling = "fixed";

  @Option(
      names = "--mean",
      paramLabel = "MEAN",
      defaultValue = "voc",
      description = {
        "Subtracted from pixels 0..255: a name (voc, vgg, googlenet, nyud, siftflow, context, middle,",
        "zero) or BLUE,GREEN,RED (default: ${DEFAULT-VALUE})."
      })
  private String mean = "voc";

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Factor after the mean (default: 1 with --weights or --recipe, else 1/64).")
  private @Nullable Float scale;

  @ArgGroup(validate = false, heading = "%nSolver, loss and schedule:%n")
  private SolverOptions solver = new SolverOptions();

  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Path folder = out == null ? TrainingRun.newFolder(net) : out;
    if (resume && out == null) {
      throw new BadInputException("--resume needs --out, the folder of the run to go on with");
    }
    if (!resume) {
      RunFolder.requireUnused(folder);
    }
    Dataset training = DatasetSpec.parse(data).open(DatasetSpec.Purpose.TRAINING);
    Optional<Dataset> scoring = scoringData();
    scoring.ifPresent(dataset -> requireSameClasses(training, dataset));
    TrainingOptions options = solver.resolve(training);
    Preparation preparation =
        new Preparation(Preparation.VOC.order(), Choices.mean(mean), scaleFactor());
    NetOptions netOptions =
        NetOptions.of(training.classes())
            .withUpsampling(Choices.constant(Upsampling.class, "--upsampling", upsampling))
            .withLoss(options.loss().op());
    Nets.build(net, netOptions);
    try (Backend backend = device.openForTraining(output)) {
      new TrainingRun(net, netOptions, options, preparation, training, scoring, output)
          .run(backend, folder, resume, starting());
    }
    return 0;
  }

  private Optional<StartingWeights> starting() {
    if (strict && weights == null) {
      throw new BadInputException("--strict needs --weights, the file to be strict with");
    }
    return Optional.ofNullable(weights).map(file -> StartingWeights.of(file, strict));
  }

  private Optional<Dataset> scoringData() {
    if ("none".equals(testData)) {
      return Optional.empty();
    }
    String spec = testData == null ? data : testData;
    return Optional.of(DatasetSpec.parse(spec).open(DatasetSpec.Purpose.SCORING));
  }

  private static void requireSameClasses(Dataset training, Dataset scoring) {
    if (training.classes() != scoring.classes()) {
      throw new BadInputException(
          "%s has %d classes, %s has %d; score on a dataset with the same classes"
              .formatted(training.name(), training.classes(), scoring.name(), scoring.classes()));
    }
  }

  private float scaleFactor() {
    if (scale != null) {
      return scale;
    }
    return weights != null || solver.hasRecipe() ? 1 : FROM_SCRATCH_SCALE;
  }
}
