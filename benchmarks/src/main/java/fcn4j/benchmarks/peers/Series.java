package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pass of one net, by everybody who takes part: first that results agree, then rounds in which
 * each does one pass after the other. Of a side that fails or disagrees it says so, and goes on.
 *
 * @param scratch a folder for results and messages
 * @param messages takes what people should know
 */
record Series(Path scratch, Consumer<String> messages) {
  /**
   * How scores, loss and gradients differ from ours.
   *
   * @param differences the worst by peer; peers that failed or disagree are not there
   * @param agreed whether nobody disagrees
   */
  record Check(Map<Peer, Agreement> differences, boolean agreed) {}

  /**
   * Has everybody do one pass, and compares the results with ours.
   *
   * @throws IOException if a file can't be read or written
   * @throws PeerException if we fail
   */
  Check check(Pass pass, Peer ours, List<Peer> peers) throws IOException {
    Path own = scratch.resolve("ours");
    Path other = scratch.resolve("theirs");
    try {
      compute(ours, pass, own);
      Map<Peer, Agreement> differences = new LinkedHashMap<>();
      boolean agreed = true;
      for (Peer peer : peers) {
        Agreement worst = compare(pass, peer, own, other);
        if (worst != null && worst.close()) {
          differences.put(peer, worst);
        }
        agreed &= worst == null || worst.close();
      }
      return new Check(differences, agreed);
    } finally {
      delete(own);
      delete(other);
    }
  }

  private void compute(Peer peer, Pass pass, Path folder) throws IOException {
    delete(folder);
    try (PeerProcess process = start(peer, pass)) {
      process.pass();
      process.save(folder);
    }
  }

  private @Nullable Agreement compare(Pass pass, Peer peer, Path own, Path other)
      throws IOException {
    try {
      compute(peer, pass, other);
    } catch (PeerException e) {
      messages.accept("left out: " + e.getMessage());
      return null;
    }
    List<Agreement> all = Agreement.between(own, other);
    Agreement worst = Agreement.worst(all);
    messages.accept(
        "%s %s: %d arrays compared, the worst %s%s"
            .formatted(
                pass.word(),
                peer.label(),
                all.size(),
                worst,
                worst.close() ? "" : "; IT DISAGREES and is left out"));
    return worst;
  }

  private PeerProcess start(Peer peer, Pass pass) {
    String name = peer.label().replaceAll("[^A-Za-z0-9]+", "-");
    Path log = scratch.resolve("%s-%s.log".formatted(name, pass.word()));
    return new PeerProcess(peer.doing(pass), log);
  }

  /**
   * What the rounds gave.
   *
   * @param version of the side's library
   * @param millis of the rounds
   * @param peakBytes most memory in RAM
   */
  record Timing(String version, List<Double> millis, long peakBytes) {}

  /**
   * Times everybody: a few passes to warm up, then rounds, of which every second one goes through
   * the sides backwards.
   *
   * @throws IOException if the system does not tell the memory
   * @throws PeerException if a side fails
   */
  Map<Peer, Timing> time(Pass pass, List<Peer> sides, int warmups, int rounds) throws IOException {
    List<PeerProcess> open = new ArrayList<>();
    try {
      for (Peer side : sides) {
        PeerProcess process = start(side, pass);
        open.add(process);
        for (int i = 0; i < warmups; i++) {
          process.pass();
        }
      }
      Map<PeerProcess, List<Double>> millis = new LinkedHashMap<>();
      open.forEach(process -> millis.put(process, new ArrayList<>()));
      for (int round = 0; round < rounds; round++) {
        for (PeerProcess process : round % 2 == 0 ? open : open.reversed()) {
          Objects.requireNonNull(millis.get(process)).add(process.pass());
        }
      }
      Map<Peer, Timing> timings = new LinkedHashMap<>();
      for (int i = 0; i < open.size(); i++) {
        PeerProcess process = open.get(i);
        List<Double> found = Objects.requireNonNull(millis.get(process));
        timings.put(sides.get(i), new Timing(process.version(), found, process.peakBytes()));
      }
      return timings;
    } finally {
      open.forEach(PeerProcess::close);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
