package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.results.Machine;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Runs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  /** What the passes of a side in a round take, where two or more fit into it. */
  private static final double TURN_MILLIS = 200;

  @Mixin private PeerOptions options = new PeerOptions();

  @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "For each side.")
  private int threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = {
        "In each, every side does one pass, or as many as fit into 0.2 s behind one that does not count;",
        "0 only checks that results agree."
      })
  private int rounds;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      defaultValue = "2",
      description = "Passes of every side before the rounds.")
  private int warmups;

  @Option(
      names = "--wait",
      paramLabel = "MINUTES",
      defaultValue = "0",
      description = "Wait at most so long for a quiet machine (load below 1).")
  private int waitMinutes;

  private final PrintStream out = System.out;
  private boolean agreed = true;

  @Override
  public Integer call() throws IOException {
    options.withScratch(this::compare);
    return agreed ? 0 : 1;
  }

  private void compare(Path folder) throws IOException {
    for (String net : options.nets()) {
      Material material = new Material(folder);
      out.printf("%s, %s, batch 1: writing weights and model ...%n", net, options.size().text());
      material.write(net, options.size(), true);
      Peers peers = new Peers(material, net, options.size(), threads, options.scripts());
      try (Series series = new Series(folder, false, options.patience(), out::println)) {
        for (Pass pass : options.passes()) {
          compare(peers, new Subject(net, options.size(), pass, "fp32", threads), series);
        }
        agreed &= series.agreed();
      }
    }
  }

  private List<Peer> everybody(Peers peers, Pass pass) throws IOException {
    List<Peer> all = new ArrayList<>(List.of(peers.ours()));
    if (pass == Pass.FORWARD) {
      all.add(peers.onnxRuntime());
    }
    for (String python : options.pythons()) {
      peers.torch(python, pass).stream().filter(options::wants).forEach(all::add);
    }
    return all;
  }

  private void compare(Peers peers, Subject subject, Series series) throws IOException {
    Budget unlimited = Budget.of(Duration.ofDays(1));
    List<OpenSide> sides = new ArrayList<>();
    Map<Peer, Agreement> differences = new LinkedHashMap<>();
    for (Peer peer : everybody(peers, subject.pass())) {
      Series.Admitted admitted = series.admit(subject.pass(), peers.ours(), peer, unlimited);
      if (admitted != null) {
        sides.add(admitted.side());
        differences.put(peer, admitted.difference());
      }
    }
    if (rounds == 0 || sides.isEmpty()) {
      series.close(sides);
      return;
    }
    awaitQuiet();
    Run begun = Runs.begin(EngineBackend.ONEDNN, options.command());
    Map<Peer, Series.Timing> timings =
        series.time(sides, new Series.Rounds(warmups, rounds, 1, TURN_MILLIS), unlimited);
    Run run = Runs.end(begun);
    List<Outcome> outcomes = subject.outcomes(run, timings, differences);
    print(outcomes, run);
    if (options.results() != null) {
      Results.append(Objects.requireNonNull(options.results()), outcomes);
    }
  }

  private void awaitQuiet() throws IOException {
    Budget waiting = Budget.of(Duration.ofMinutes(waitMinutes));
    double load = Machine.load();
    if (load >= QUIET && waitMinutes > 0) {
      out.printf(
          Locale.ROOT,
          "load %.1f: waiting up to %d minutes for a quiet machine ...%n",
          load,
          waitMinutes);
    }
    while (load >= QUIET && !waiting.over()) {
      // Takes two seconds.
      load = Machine.load();
    }
  }

  private void print(List<Outcome> outcomes, Run run) {
    if (run.busy()) {
      out.println("WARNING: the machine is busy; the figures are not worth keeping");
    }
    Outcome first = outcomes.getFirst();
    out.printf(
        Locale.ROOT,
        "%n%s, %d threads, %d rounds; %s; load %.1f before, %.1f after%n",
        first.subject(),
        threads,
        rounds,
        run.device(),
        run.loadBefore(),
        run.loadAfter());
    out.print(ComparisonTable.text(outcomes));
    out.println();
  }

  /** Compares; exits with 1 if results disagree. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Comparison()).execute(args));
  }
}
