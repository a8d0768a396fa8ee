package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that is open for one kind of pass in its process.
 *
 * @param peer the configuration
 * @param pass the pass
 * @param process where it lives; borrowed
 * @param patience how long each of its answers may take
 */
record OpenSide(Peer peer, Pass pass, PeerProcess process, Duration patience) {

  /**
   * How long a pass took.
   *
   * @param wallMillis from its begin until the device was done
   * @param deviceMillis between two marks in the device's work; null where it has no clock
   */
  record Sample(double wallMillis, @Nullable Double deviceMillis) {}

  /**
   * Memory of a pass.
   *
   * @param peakBytes the most at any one time
   * @param reservedBytes what the library keeps to itself, of a GPU; else null
   */
  record Footprint(long peakBytes, @Nullable Long reservedBytes) {}

  private String tell(String command, String argument) {
    return tell(command, argument, patience);
  }

  private String tell(String command, String argument, Duration longest) {
    return process.tell(
        "%s %s %s %s".formatted(command, pass.word(), peer.key(), argument).strip(), longest);
  }

  /**
   * Opens it, first passes included.
   *
   * @throws PeerException if it fails
   */
  void open(Duration longest) {
    tell("open", "", longest);
  }

  /**
   * Has it do passes.
   *
   * @throws PeerException if it fails
   */
  List<Sample> time(int passes) {
    List<Sample> samples = new ArrayList<>();
    for (String sample : tell("time", "" + passes).split(" ")) {
      String[] both = sample.split("/");
      samples.add(
          new Sample(
              Double.parseDouble(both[0]),
              both[1].equals(SideLoop.NONE) ? null : Double.valueOf(both[1])));
    }
    return samples;
  }

  /**
   * What a pass takes: of the device's memory, or of its process in RAM.
   *
   * @throws IOException if the system does not tell
   * @throws PeerException if it fails
   */
  Footprint memory() throws IOException {
    String told = tell("memory", "");
    if (told.equals(SideLoop.NONE)) {
      return new Footprint(process.peakBytes(), null);
    }
    String[] bytes = told.split(" ");
    return new Footprint(Long.parseLong(bytes[0]), Long.valueOf(bytes[1]));
  }

  /**
   * Has it write the last pass's results into a folder, which is made.
   *
   * @throws IOException if the folder can't be made
   * @throws PeerException if it fails
   */
  void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    tell("save", folder.toString());
  }

  /** Closes it; a process that is gone has closed it already. */
  void close() {
    if (!process.lost()) {
      tell("close", "");
    }
  }
}
