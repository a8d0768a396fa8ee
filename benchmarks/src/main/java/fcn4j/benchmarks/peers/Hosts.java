package fcn4j.benchmarks.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes of one comparison, and the sides that are open in them. */
final class Hosts implements AutoCloseable {
  private final Path scratch;
  private final Map<String, PeerProcess> processes = new LinkedHashMap<>();
  private final List<OpenSide> open = new ArrayList<>();

  /**
   * Starts nothing yet.
   *
   * @param scratch a folder for messages
   */
  Hosts(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * Opens a side, in its process, which is started where there is none.
   *
   * @param opening how long that may take
   * @param patience how long each later answer may take
   * @throws PeerException if it fails
   */
  OpenSide open(Peer peer, Pass pass, Duration opening, Duration patience) {
    PeerProcess process = processes.get(peer.host());
    if (process == null || process.lost()) {
      String name = peer.host().replaceAll("[^A-Za-z0-9]+", "-");
      process = new PeerProcess(peer, scratch.resolve(name + ".log"), opening);
      processes.put(peer.host(), process);
    }
    OpenSide side = new OpenSide(peer, pass, process, patience);
    open.add(side);
    try {
      side.open(opening);
    } catch (PeerException e) {
      open.remove(side);
      endIfIdle(side);
      throw e;
    }
    return side;
  }

  /**
   * Closes a side.
   *
   * @throws PeerException if it fails
   */
  void close(OpenSide side) {
    if (open.remove(side)) {
      side.close();
      endIfIdle(side);
    }
  }

  private void endIfIdle(OpenSide side) {
    PeerProcess process = side.process();
    if (side.peer().alone() && open.stream().noneMatch(other -> other.process() == process)) {
      processes.remove(side.peer().host());
      process.close();
    }
  }

  @Override
  public void close() {
    processes.values().forEach(PeerProcess::close);
  }
}
