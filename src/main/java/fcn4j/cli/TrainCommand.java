package fcn4j.cli;

import fcn4j.data.MeanColour;
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
      "--resume --out FOLDER goes on from the last one as if the run had never stopped."
    })
final class TrainCommand implements Callable<Integer> {
  private static final float FROM_SCRATCH_SCALE = 1 / 64f;

  @Option(
      names = "--net",
      paramLabel = "NET",
      description = "Name of the net, required for a new run; 'fcn4j describe' lists them.")
  private @Nullable String net;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = {"Required for a new run.", DataHelp.DATA})
  private @Nullable String data;

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

  @Option(
      names = "--resume",
      description = {
        "Go on with the run in --out, with its net, data and options. An option that is given again",
        "holds from now on; net, classes, mean, scale, recipe and seed cannot change."
      })
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
      description =
          "Deconvolutions: fixed, learned (between skips) or all-learned (default: fixed).")
  private @Nullable String upsampling;

  @Option(
      names = "--mean",
      paramLabel = "MEAN",
      description = {
        "Subtracted from pixels 0..255: a name (voc, vgg, googlenet, nyud, siftflow, context, middle,",
        "zero) or BLUE,GREEN,RED (default: voc)."
      })
  private @Nullable String mean;

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
    Optional<EarlierRun> earlier = earlier();
    String name = required("--net", net, earlier.map(EarlierRun::net));
    Path folder = out == null ? TrainingRun.newFolder(name) : out;
    if (!resume) {
      RunFolder.requireUnused(folder);
    }
    RunData datasets = datasets(earlier);
    TrainingOptions options = solver.resolve(datasets.training(), earlier.map(EarlierRun::solver));
    NetOptions netOptions =
        NetOptions.of(datasets.training().classes())
            .withUpsampling(upsampling(earlier))
            .withLoss(options.loss().op());
    Nets.build(name, netOptions);
    TrainingRun run =
        new TrainingRun(name, netOptions, options, preparation(earlier), datasets, output);
    earlier.ifPresent(before -> before.compare(run.resolved(), output));
    Optional<StartingWeights> starting = starting();
    try (Backend backend = device.openForTraining(output)) {
      run.run(backend, folder, resume, starting);
    }
    return 0;
  }

  private Optional<EarlierRun> earlier() {
    if (!resume) {
      return Optional.empty();
    }
    if (out == null) {
      throw new BadInputException("--resume needs --out, the folder of the run to go on with");
    }
    return Optional.of(EarlierRun.open(out));
  }

  private static String required(String option, @Nullable String given, Optional<String> earlier) {
    return Optional.ofNullable(given)
        .or(() -> earlier)
        .orElseThrow(() ->
            new BadInputException(
                "%s is missing; a new run needs --net and --data, and only --resume takes them from its folder"
                    .formatted(option)));
  }

  private RunData datasets(Optional<EarlierRun> earlier) {
    String training = required("--data", data, earlier.map(EarlierRun::data));
    String usual = earlier.map(before -> before.testData(training)).orElse(training);
    return RunData.open(training, testData == null ? usual : testData);
  }

  private Upsampling upsampling(Optional<EarlierRun> earlier) {
    return upsampling == null
        ? earlier.map(EarlierRun::upsampling).orElse(Upsampling.FIXED)
        : Choices.constant(Upsampling.class, "--upsampling", upsampling);
  }

  private Preparation preparation(Optional<EarlierRun> earlier) {
    Preparation usual =
        earlier
            .map(EarlierRun::preparation)
            .orElseGet(
                () -> new Preparation(Preparation.VOC.order(), MeanColour.VOC, usualScale()));
    return new Preparation(
        usual.order(),
        mean == null ? usual.mean() : Choices.mean(mean),
        scale == null ? usual.scale() : scale);
  }

  private float usualScale() {
    return weights != null || solver.hasRecipe() ? 1 : FROM_SCRATCH_SCALE;
  }

  private Optional<StartingWeights> starting() {
    if (strict && weights == null) {
      throw new BadInputException("--strict needs --weights, the file to be strict with");
    }
    if (resume && weights != null) {
      output.message("--weights is not read: the run goes on from its last checkpoint");
    }
    return Optional.ofNullable(weights).map(file -> StartingWeights.of(file, strict));
  }
}
