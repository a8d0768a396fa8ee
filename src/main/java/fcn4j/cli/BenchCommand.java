package fcn4j.cli;

import fcn4j.graph.Graph;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.profile.Ceiling;
import fcn4j.profile.ChromeTrace;
import fcn4j.profile.Profile;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.weights.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fcn4j bench}: where the time of a pass goes. */
@Command(
    name = "bench",
    description = {
      "Shows where the time of a net goes, node by node.",
      "Random images run through the net again and again: the median time of each node, and how much of",
      "what the device can do that is. What it can do is measured first: a matrix product and a copy."
    })
final class BenchCommand implements Callable<Integer> {
  private static final long QUIET_MILLIS = 500;

  /** What is measured. */
  enum Pass {
    FORWARD,
    TRAIN
  }

  @Option(
      names = "--net",
      paramLabel = "NET",
      description = "Name of a net; 'fcn4j describe' lists them (default: that of --weights).")
  private @Nullable String net;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Number of classes (default: 21, classifiers of ImageNet 1000).")
  private int classes;

  @Option(
      names = {"--size", "--image"},
      paramLabel = "WIDTHxHEIGHT",
      converter = ImageSize.Converter.class,
      description =
          "Size of the images (default: 500x500, classifiers the size they are made for).")
  private @Nullable ImageSize size;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Images in a batch (default: ${DEFAULT-VALUE}).")
  private int batch = 1;

  @Option(
      names = "--pass",
      paramLabel = "PASS",
      defaultValue = "forward",
      description = "forward, or train: forward, backward and update (default: ${DEFAULT-VALUE}).")
  private Pass pass = Pass.FORWARD;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "10",
      description = "Measured repetitions, behind some that warm up (default: ${DEFAULT-VALUE}).")
  private int repeat = 10;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights (default: random values).")
  private @Nullable Path weights;

  @Option(
      names = "--all",
      description = "Show every node, also those that take less than a hundredth of the time.")
  private boolean all;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Also write every repetition as a trace for chrome://tracing or Perfetto.")
  private @Nullable Path trace;

  @Mixin private MarginOption margin = new MarginOption();
  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    checkOptions();
    MeasuredNet measured = net();
    boolean training = pass == Pass.TRAIN;
    measured.requireRunnable(training);
    MachineLoad load = new MachineLoad();
    try (Backend backend = training ? device.openForTraining(output) : device.open(output);
        Progress progress = new Progress("bench " + measured.graph().name(), "it", repeat)) {
      sleep();
      OptionalDouble before = load.ofOthers();
      Ceiling ceiling = Ceiling.measure(backend);
      Profile profile =
          measured.measure(
              backend,
              training,
              Optional.ofNullable(weights).map(file -> StartingWeights.of(file, false)),
              margin.margin(),
              repeat,
              output,
              done -> progress.at(done, ""));
      BenchResult result =
          new BenchResult(
              title(measured), measured, profile, ceiling, backend, before, load.ofOthers());
      if (trace != null) {
        write(trace, ChromeTrace.of(profile, ceiling, title(measured), backend.description()));
      }
      if (output.json()) {
        new BenchJson(result).print(output);
      } else {
        output.println(new BenchTable(result, all).text());
      }
    }
    return 0;
  }

  private void checkOptions() {
    requirePositive("--batch", batch);
    requirePositive("--repeat", repeat);
    if (classes < 0) {
      throw new BadInputException("--classes must be at least 1, got " + classes);
    }
    if (trace != null) {
      requireWritable(trace);
    }
  }

  /** Looks before the measurement, which may take minutes; folders above the file will be made. */
  private static void requireWritable(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadInputException("--trace %s is a folder; name a file".formatted(file));
    }
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new BadInputException(
          "--trace %s: can't write in %s; name another file".formatted(file, folder));
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new BadInputException("%s must be at least 1, got %d".formatted(option, value));
    }
  }

  private MeasuredNet net() {
    if (net == null) {
      return ofCheckpoint();
    }
    Nets.Entry entry = Nets.entry(net);
    int count = classes == 0 ? entry.classes() : classes;
    return net(entry, Nets.build(net, NetOptions.of(count)), count);
  }

  private MeasuredNet ofCheckpoint() {
    if (weights == null) {
      throw new BadInputException(
          "name a net with --net ('fcn4j describe' lists them), or a training run's checkpoint with --weights");
    }
    try (Checkpoint checkpoint = Checkpoint.open(weights)) {
      ModelInfo info = checkpoint.model();
      return net(Nets.entry(info.net()), ModelFile.graph(info), info.classes());
    }
  }

  private MeasuredNet net(Nets.Entry entry, Graph graph, int count) {
    ImageSize wanted = size == null ? NetInputs.usualSize(entry) : size;
    return new MeasuredNet(entry, graph, wanted, batch, count);
  }

  private String title(MeasuredNet measured) {
    return "%s, %d classes, image %s, batch %d, %s"
        .formatted(
            measured.graph().name(),
            measured.classes(),
            measured.size(),
            batch,
            pass == Pass.TRAIN ? "training step" : "forward pass");
  }

  /** A moment in which nothing is done here, to see what others do. */
  private static void sleep() {
    try {
      Thread.sleep(QUIET_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before anything was measured", e);
    }
  }

  private static void write(Path file, Map<String, Object> json) {
    ByteBuffer bytes = ByteBuffer.wrap(Output.jsonBytes(json));
    AtomicFile.write(file, channel -> channel.write(bytes));
  }
}
