package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.results.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the engine with its peers on the processor: results first, then time and memory. */
@Command(
    name = "benchmarks/peers/cpu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Runs the engine, PyTorch and ONNX Runtime with the same weights on the same image, each in a process",
      "of its own, checks that scores, loss and gradients agree, and times them alternately."
    })
final class Comparison implements Callable<Integer> {
  private static final double QUIET = 1.0;
  private static final double BUSY = 1.5;

  @Option(
      names = "--net",
      split = ",",
      paramLabel = "NET",
      defaultValue = "fcn8s",
      description =
          "Nets: fcn8s, fcn16s, fcn32s, fcn-alexnet, fcn-googlenet-32s; smaller with -narrow.")
  private List<String> nets = List.of();

  @Option(
      names = "--size",
      paramLabel = "WIDTHxHEIGHT",
      defaultValue = "500x500",
      description = "Of the image; one number for a square.")
  private String size = "";

  @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "For each side.")
  private int threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "In each, every side does one pass; 0 only checks that results agree.")
  private int rounds;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      defaultValue = "2",
      description = "Passes of every side before the rounds.")
  private int warmups;

  @Option(
      names = "--passes",
      split = ",",
      paramLabel = "PASS",
      defaultValue = "forward,train",
      description = "forward; train: forward, backward and update.")
  private List<String> passes = List.of();

  @Option(
      names = "--wait",
      paramLabel = "MINUTES",
      defaultValue = "0",
      description = "Wait at most so long for a quiet machine (load below 1).")
  private int waitMinutes;

  @Option(
      names = "--python",
      split = ",",
      paramLabel = "FILE",
      defaultValue = "${env:FCN4J_PEERS_PYTHON}",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Pythons with PyTorch (default: the first on the path that has it).")
  private List<String> pythons = List.of();

  @Option(
      names = "--configurations",
      split = ",",
      paramLabel = "NAME",
      description =
          "PyTorch's configurations to run (default: all); for example eager-nhwc,frozen-nhwc.")
  private List<String> configurations = List.of();

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Append to this file (default: nothing is kept).")
  private @Nullable Path results;

  @Option(
      names = "--scratch",
      paramLabel = "FOLDER",
      description =
          "Folder for weights and messages, kept afterwards (default: one that is deleted).")
  private @Nullable Path scratch;

  @Option(names = "--scripts", hidden = true, required = true)
  private Path scripts = Path.of("");

  @Option(names = "--commit", hidden = true, defaultValue = "unknown")
  private String commit = "";

  private final PrintStream out = System.out;
  private boolean agreed = true;

  @Override
  public Integer call() throws IOException {
    ImageSize extents = ImageSize.of(size.contains("x") ? size : size + "x" + size);
    List<Pass> wanted = passes.stream().map(Pass::of).toList();
    Path folder =
        scratch == null
            ? Files.createTempDirectory("fcn4j-peers-")
            : Files.createDirectories(scratch);
    try {
      for (String net : nets) {
        Material material = new Material(folder);
        out.printf(
            "%s, 3x%dx%d, batch 1: writing weights and model ...%n",
            net, extents.height(), extents.width());
        material.write(net, extents);
        Peers peers = new Peers(material, net, extents, threads, scripts);
        for (Pass pass : wanted) {
          compare(peers, pass, new Series(folder, out::println));
        }
      }
    } finally {
      if (scratch == null) {
        delete(folder);
      }
    }
    return agreed ? 0 : 1;
  }

  private void compare(Peers sides, Pass pass, Series series) throws IOException {
    List<Peer> peers = new ArrayList<>();
    if (pass == Pass.FORWARD) {
      peers.add(sides.onnxRuntime());
    }
    for (String python : pythons) {
      sides.torch(python, pass).stream()
          .filter(peer -> configurations.isEmpty() || configurations.contains(peer.configuration()))
          .forEach(peers::add);
    }
    Pass checked = pass == Pass.TRAIN ? Pass.GRADIENTS : pass;
    Series.Check check = series.check(checked, sides.ours(), peers);
    agreed &= check.agreed();
    if (rounds > 0) {
      measure(sides, pass, series, check.differences());
    }
  }

  private void measure(Peers sides, Pass pass, Series series, Map<Peer, Agreement> differences)
      throws IOException {
    awaitQuiet();
    double loadBefore = Machine.load();
    if (loadBefore > BUSY) {
      out.printf(
          Locale.ROOT,
          "WARNING: the machine is busy (load %.1f); the figures are not worth keeping%n",
          loadBefore);
    }
    List<Peer> all = new ArrayList<>(List.of(sides.ours()));
    all.addAll(differences.keySet());
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<Peer, Series.Timing> timings = series.time(pass, all, warmups, rounds);
    Outcome.Run run = new Outcome.Run(Machine.here(), loadBefore, Machine.load(), commit, date);
    List<Outcome> outcomes = new ArrayList<>();
    timings.forEach((peer, timing) -> {
      Agreement difference = differences.get(peer);
      outcomes.add(
          outcome(sides, pass, peer, timing, difference == null ? 0 : difference.ofLargest(), run));
    });
    List<Outcome> rated = Results.withRatios(outcomes);
    print(rated, run);
    if (results != null) {
      Results.append(results, rated);
    }
  }

  private Outcome outcome(
      Peers sides, Pass pass, Peer peer, Series.Timing timing, double agreement, Outcome.Run run) {
    return new Outcome(
        sides.net(),
        sides.size().width() + "x" + sides.size().height(),
        1,
        pass.word(),
        peer.who(),
        peer.configuration(),
        timing.version(),
        threads,
        tenths(Outcome.median(timing.millis())),
        tenths(Outcome.best(timing.millis())),
        timing.millis().stream().map(Comparison::tenths).toList(),
        tenths(timing.peakBytes() / 1e6),
        null,
        null,
        agreement,
        run);
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private void awaitQuiet() throws IOException {
    long end = System.nanoTime() + Duration.ofMinutes(waitMinutes).toNanos();
    double load = Machine.load();
    if (load >= QUIET && waitMinutes > 0) {
      out.printf(
          Locale.ROOT,
          "load %.1f: waiting up to %d minutes for a quiet machine ...%n",
          load,
          waitMinutes);
    }
    while (load >= QUIET && System.nanoTime() < end) {
      try {
        Thread.sleep(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PeerException("interrupted while waiting for a quiet machine", e);
      }
      load = Machine.load();
    }
  }

  private void print(List<Outcome> outcomes, Outcome.Run run) {
    Outcome first = outcomes.getFirst();
    out.printf(
        Locale.ROOT,
        "%n%s %s %s, %d threads, %d rounds; %s; load %.1f before, %.1f after%n",
        first.net(),
        first.size(),
        first.pass(),
        threads,
        rounds,
        run.machine().processor(),
        run.loadBefore(),
        run.loadAfter());
    out.print(ComparisonTable.text(outcomes));
    out.println();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Compares; exits with 1 if results disagree. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Comparison()).execute(args));
  }
}
