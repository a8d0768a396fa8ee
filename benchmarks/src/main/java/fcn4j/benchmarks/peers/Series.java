package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.results.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One net, by everybody who takes part: first that results agree, then rounds in which each does
 * passes one after the other. Of a side that fails or disagrees it says so, and goes on.
 */
final class Series implements AutoCloseable {
  private final Path scratch;
  private final Hosts hosts;
  private final boolean keep;
  private final Duration patience;
  private final Consumer<String> messages;
  private final Map<Pass, Path> references = new LinkedHashMap<>();
  private boolean agreed = true;

  /**
   * Nothing is open yet.
   *
   * @param scratch a folder for results and messages
   * @param keep whether a side that was compared may go on to be timed; else it is opened anew, so
   *     that writing results does not count as its memory
   * @param patience how long anybody may take for anything
   * @param messages takes what people should know
   */
  Series(Path scratch, boolean keep, Duration patience, Consumer<String> messages) {
    this.scratch = scratch;
    this.keep = keep;
    this.patience = patience;
    this.messages = messages;
    this.hosts = new Hosts(scratch);
  }

  /** Whether nobody has disagreed so far. */
  boolean agreed() {
    return agreed;
  }

  /**
   * A side whose results agree.
   *
   * @param side open to be timed
   * @param difference the worst of its arrays
   */
  record Admitted(OpenSide side, Agreement difference) {}

  /** With what results are compared; these stay until the series is closed. */
  private Path reference(Pass checked, Peer reference) throws IOException {
    Path known = references.get(checked);
    if (known == null) {
      known = scratch.resolve("ours-" + checked.word());
      OpenSide side = hosts.open(reference, checked, patience, patience);
      side.save(known);
      hosts.close(side);
      references.put(checked, known);
    }
    return known;
  }

  /**
   * Compares a side's results with the reference's, and opens it for the pass.
   *
   * @param opening what opening it may take; it is not even tried when that is over
   * @return null if it failed or disagrees
   * @throws IOException if a file can't be read or written
   * @throws PeerException if the reference fails
   */
  @Nullable Admitted admit(Pass pass, Peer reference, Peer peer, Budget opening)
      throws IOException {
    Pass checked = pass.checked();
    Path expected = reference(checked, reference);
    if (opening.over()) {
      messages.accept(
          "left out: %s %s: the time was over before its turn"
              .formatted(pass.word(), peer.label()));
      return null;
    }
    Path found = scratch.resolve("theirs");
    delete(found);
    OpenSide side = null;
    try {
      if (peer.equals(reference)) {
        side = hosts.open(peer, pass, opening.atMost(patience), patience);
        return new Admitted(side, Agreement.NONE);
      }
      side = hosts.open(peer, checked, opening.atMost(patience), patience);
      side.save(found);
      Agreement worst = compare(checked, peer, Agreement.between(expected, found));
      if (!worst.close(peer.precision())) {
        hosts.close(side);
        return null;
      }
      if (!keep || checked != pass) {
        hosts.close(side);
        side = null;
        side = hosts.open(peer, pass, opening.atMost(patience), patience);
      }
      return new Admitted(side, worst);
    } catch (PeerException e) {
      leaveOut(pass, peer, e);
      if (side != null) {
        abandon(side);
      }
      return null;
    } finally {
      delete(found);
    }
  }

  private Agreement compare(Pass checked, Peer peer, List<Agreement> all) {
    Agreement worst = Agreement.worst(all, peer.precision());
    boolean close = worst.close(peer.precision());
    messages.accept(
        "%s %s: %d arrays compared, the worst %s%s"
            .formatted(
                checked.word(),
                peer.label(),
                all.size(),
                worst,
                close ? "" : "; IT DISAGREES and is left out"));
    agreed &= close;
    return worst;
  }

  private void leaveOut(Pass pass, Peer peer, PeerException why) {
    messages.accept("left out: %s %s: %s".formatted(pass.word(), peer.label(), why.getMessage()));
    // Without the engine there is nothing to compare.
    agreed &= !peer.ours();
  }

  /** Closes sides that are not timed. */
  void close(List<OpenSide> sides) {
    sides.forEach(this::abandon);
  }

  private void abandon(OpenSide side) {
    try {
      hosts.close(side);
    } catch (PeerException e) {
      messages.accept(side.peer().label() + " can't be closed: " + e.getMessage());
    }
  }

  /**
   * What the rounds gave.
   *
   * @param version of the side's library
   * @param samples of all passes, in order
   * @param memory of a pass
   */
  record Timing(String version, List<OpenSide.Sample> samples, OpenSide.Footprint memory) {
    List<Double> wallMillis() {
      return samples.stream().map(OpenSide.Sample::wallMillis).toList();
    }

    /** Median by the device's clock; null where it has none. */
    @Nullable Double deviceMillis() {
      List<Double> millis =
          samples.stream().map(OpenSide.Sample::deviceMillis).filter(Objects::nonNull).toList();
      return millis.isEmpty() ? null : Measurement.median(millis);
    }
  }

  /**
   * How often.
   *
   * @param warmups passes of every side before the rounds
   * @param rounds how many
   * @param passes of each side in a round, at least
   * @param turnMillis what a side's passes in a round should take: where the warm-ups were so short
   *     that more than {@code passes} fit, it does as many as fit, behind one that does not count;
   *     0 for never more
   */
  record Rounds(int warmups, int rounds, int passes, double turnMillis) {
    /** Turns of warming up by those who do more passes in a turn: compilers learn by number. */
    private static final int WARM_TURNS = 5;

    private static final int MOST = 1000;

    /** How many passes a side does in a round that count. */
    int counted(List<OpenSide.Sample> warm) {
      double least = Measurement.best(warm.stream().map(OpenSide.Sample::wallMillis).toList());
      return (int) Math.max(passes, Math.min(MOST, turnMillis / least));
    }

    /** Warms a side up; returns how many of its passes count in a round. */
    private int warm(OpenSide side) {
      if (warmups == 0) {
        return passes;
      }
      int counted = counted(side.time(warmups));
      return counted == passes ? passes : counted(side.time(WARM_TURNS * counted));
    }

    /** The passes of a side in a round: after the others' turns caches and threads are cold. */
    private List<OpenSide.Sample> turn(OpenSide side, int counted) {
      return counted == passes ? side.time(passes) : side.time(1 + counted).subList(1, 1 + counted);
    }
  }

  /**
   * Times everybody and closes them: rounds, of which every second one goes through the sides
   * backwards. When the budget is over it ends after the round, but not before the third.
   *
   * @throws IOException if the system does not tell the memory
   */
  Map<Peer, Timing> time(List<OpenSide> sides, Rounds wanted, Budget budget) throws IOException {
    Map<OpenSide, List<OpenSide.Sample>> samples = new LinkedHashMap<>();
    sides.forEach(side -> samples.put(side, new ArrayList<>()));
    Map<OpenSide, Integer> counted = new LinkedHashMap<>();
    for (OpenSide side : sides) {
      attempt(side, samples, () -> counted.put(side, wanted.warm(side)));
    }
    int done = 0;
    while (done < wanted.rounds() && (done < 3 || !budget.over())) {
      for (OpenSide side : done % 2 == 0 ? sides : sides.reversed()) {
        List<OpenSide.Sample> found = samples.get(side);
        if (found != null) {
          attempt(
              side,
              samples,
              () -> found.addAll(wanted.turn(side, counted.getOrDefault(side, wanted.passes()))));
        }
      }
      done++;
    }
    if (done < wanted.rounds()) {
      messages.accept("%d rounds of %d: the time is over".formatted(done, wanted.rounds()));
    }
    Map<Peer, Timing> timings = new LinkedHashMap<>();
    for (Map.Entry<OpenSide, List<OpenSide.Sample>> entry : List.copyOf(samples.entrySet())) {
      OpenSide side = entry.getKey();
      OpenSide.Footprint memory = side.memory();
      timings.put(side.peer(), new Timing(side.process().version(), entry.getValue(), memory));
      abandon(side);
    }
    return timings;
  }

  private void attempt(
      OpenSide side, Map<OpenSide, List<OpenSide.Sample>> samples, Runnable passes) {
    try {
      passes.run();
    } catch (PeerException e) {
      leaveOut(side.pass(), side.peer(), e);
      samples.remove(side);
      abandon(side);
    }
  }

  @Override
  public void close() throws IOException {
    hosts.close();
    for (Path folder : references.values()) {
      delete(folder);
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
