package fcn4j.benchmarks.peers;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the engine with PyTorch on a GPU: results first, then time and memory. */
@Command(
    name = "benchmarks/peers/gpu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Runs the engine and PyTorch with the same weights on the same image: eager, captured in CUDA graphs and",
      "compiled, NCHW and channels last, in every precision; checks that scores, loss and gradients agree, and",
      "times them alternately. Inputs and results stay on the device."
    })
final class GpuComparison implements Callable<Integer> {
  /** The rest of a comparison's time is for the rounds. */
  private static final double OPENING_SHARE = 0.8;

  @Mixin private PeerOptions options = new PeerOptions();

  @Option(
      names = "--precisions",
      split = ",",
      paramLabel = "P",
      defaultValue = "fp32,tf32,bf16",
      description = "fp32, tf32, bf16 (autocast; the engine computes in TF32 beside it).")
  private List<String> precisions = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Every second one goes through the sides backwards.")
  private int rounds;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes of each side in a round.")
  private int repeats;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes of every side before the rounds.")
  private int warmups;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "What does not fit into so much time is left out, by name; compiled ones last.")
  private int budgetSeconds;

  @Option(
      names = "--device",
      defaultValue = "cuda",
      description = "cuda, or cpu for a rehearsal without a GPU.")
  private String device = "";

  @Option(names = "--torch-device", hidden = true, description = "PyTorch's, if another.")
  private @Nullable String torchDevice;

  private final PrintStream out = System.out;
  private final int threads = Runtime.getRuntime().availableProcessors();
  private boolean agreed = true;

  @Override
  public Integer call() throws IOException {
    options.withScratch(this::compareNets);
    return agreed ? 0 : 1;
  }

  private void compareNets(Path folder) throws IOException {
    Budget budget = Budget.of(Duration.ofSeconds(budgetSeconds));
    // Before any work of our own.
    Run begun =
        Runs.begin(device.equals("cuda") ? "cuda" : EngineBackend.processor(), options.command());
    if (options.pythons().isEmpty()) {
      out.println("left out: PyTorch: no Python that has it was found");
    }
    int left = options.nets().size() * precisions.size() * options.passes().size();
    for (String net : options.nets()) {
      Material material = new Material(folder);
      out.printf("%s, %s, batch 1: writing weights ...%n", net, options.size().text());
      material.write(net, options.size(), false);
      GpuPeers peers =
          new GpuPeers(
              material,
              net,
              options.size(),
              threads,
              options.scripts(),
              device,
              torchDevice == null ? device : torchDevice);
      try (Series series = new Series(folder, true, options.patience(), out::println)) {
        for (String precision : precisions) {
          for (Pass pass : options.passes()) {
            Subject subject = new Subject(net, options.size(), pass, precision, threads);
            attempt(peers, subject, series, begun, budget.share(1.0 / left--));
          }
        }
        agreed &= series.agreed();
      }
    }
  }

  private void attempt(GpuPeers peers, Subject subject, Series series, Run begun, Budget budget)
      throws IOException {
    String what = subject.pass().word() + " " + subject.precision();
    if (budget.over()) {
      out.printf("%s %s: left out, the time was over%n", subject.net(), what);
      return;
    }
    try {
      compare(peers, subject, series, begun, budget);
    } catch (PeerException e) {
      agreed = false;
      out.printf("%s %s: the engine failed: %s%n", subject.net(), what, e.getMessage());
    }
  }

  private void compare(GpuPeers peers, Subject subject, Series series, Run begun, Budget budget)
      throws IOException {
    Budget opening = budget.share(OPENING_SHARE);
    List<Peer> all = new ArrayList<>(peers.ours(subject.precision()));
    for (String python : options.pythons()) {
      peers.torch(python, subject.precision()).stream().filter(options::wants).forEach(all::add);
    }
    List<OpenSide> sides = new ArrayList<>();
    Map<Peer, Agreement> differences = new LinkedHashMap<>();
    for (Peer peer : all) {
      Series.Admitted admitted = series.admit(subject.pass(), peers.reference(), peer, opening);
      if (admitted != null) {
        sides.add(admitted.side());
        differences.put(peer, admitted.difference());
      }
    }
    if (sides.isEmpty()) {
      out.printf("%s %s: nobody took part%n", subject.net(), subject.pass().word());
      return;
    }
    Map<Peer, Series.Timing> timings =
        series.time(sides, new Series.Rounds(warmups, rounds, repeats, 0), budget);
    Run run = Runs.end(begun);
    report(subject.outcomes(run, timings, differences), run);
  }

  private void report(List<Outcome> outcomes, Run run) throws IOException {
    if (outcomes.isEmpty()) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%n%s; %s; load %.1f before, %.1f after%s%n",
        outcomes.getFirst().subject(),
        run.device(),
        run.loadBefore(),
        run.loadAfter(),
        run.busy() ? " (BUSY)" : "");
    out.print(ComparisonTable.text(outcomes));
    out.println(ComparisonTable.verdict(outcomes));
    if (options.results() != null) {
      Results.append(Objects.requireNonNull(options.results()), outcomes);
    }
  }

  /** Compares; exits with 1 if results disagree or the engine fails. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new GpuComparison()).execute(args));
  }
}
