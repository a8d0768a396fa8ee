package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that comparisons on the processor and on a GPU share. */
final class PeerOptions {
  private static final String SCRIPTS = "--scripts";

  @Option(
      names = "--net",
      split = ",",
      paramLabel = "NET",
      defaultValue = "fcn8s",
      description =
          "Nets: fcn8s, fcn16s, fcn32s, fcn-alexnet, fcn-googlenet-8s, -16s, -32s; smaller with"
              + " -narrow.")
  private List<String> nets = List.of();

  @Option(
      names = "--size",
      paramLabel = "WIDTHxHEIGHT",
      defaultValue = "500x500",
      description = "Of the image; one number for a square.")
  private String size = "";

  @Option(
      names = "--passes",
      split = ",",
      paramLabel = "PASS",
      defaultValue = "forward,train",
      description = "forward; train: forward, backward and update.")
  private List<String> passes = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "A side that takes longer for anything is ended and left out.")
  private int timeoutSeconds;

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
      description = "PyTorch's configurations to run (default: all).")
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

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = SCRIPTS, hidden = true, required = true)
  private Path scripts = Path.of("");

  /** The command line, without what the scripts add. */
  String command() {
    CommandSpec command = Objects.requireNonNull(spec);
    List<String> words = new ArrayList<>(List.of(command.name()));
    words.addAll(command.commandLine().getParseResult().originalArgs());
    int added = words.indexOf(SCRIPTS);
    if (added >= 0) {
      words.subList(added, added + 2).clear();
    }
    return String.join(" ", words);
  }

  List<String> nets() {
    return nets;
  }

  ImageSize size() {
    return ImageSize.of(size.contains("x") ? size : size + "x" + size);
  }

  List<Pass> passes() {
    return passes.stream().map(Pass::of).toList();
  }

  Duration patience() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  List<String> pythons() {
    return pythons.stream().filter(python -> !python.isBlank()).toList();
  }

  /** Whether a configuration of PyTorch is wanted. */
  boolean wants(Peer peer) {
    return configurations.isEmpty() || configurations.contains(peer.configuration());
  }

  @Nullable Path results() {
    return results;
  }

  Path scripts() {
    return scripts;
  }

  /** What is done with a folder. */
  interface Work {
    /**
     * Does it.
     *
     * @throws IOException if files can't be read or written
     */
    void in(Path folder) throws IOException;
  }

  /**
   * Does something with the folder for weights and messages.
   *
   * @throws IOException if the work does, or the folder can't be made or deleted
   */
  void withScratch(Work work) throws IOException {
    if (scratch != null) {
      work.in(Files.createDirectories(scratch).toAbsolutePath());
      return;
    }
    Path folder = Files.createTempDirectory("fcn4j-peers-");
    try {
      work.in(folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
