package fcn4j.benchmarks.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A side's process, spoken to in the lines of {@link SideLoop}. */
final class PeerProcess implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int LINES_SHOWN = 12;
  private static final long SECONDS_TO_END = 20;

  private final Peer peer;
  private final Process process;
  private final Path log;
  private final BufferedReader in;
  private final BufferedWriter out;
  private final String version;

  /**
   * Starts it and waits until it is ready.
   *
   * @param log gets what it writes to standard error
   * @throws PeerException if it can't be started, or ends
   */
  PeerProcess(Peer peer, Path log) {
    this.peer = peer;
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(peer.command());
    builder.environment().putAll(peer.environment());
    builder.redirectError(log.toFile());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new PeerException(peer.label() + " can't be started: " + e.getMessage(), e);
    }
    in = process.inputReader(StandardCharsets.UTF_8);
    out = process.outputWriter(StandardCharsets.UTF_8);
    version = awaitVersion();
  }

  private String awaitVersion() {
    try {
      String line = in.readLine();
      while (line != null && !line.startsWith(SideLoop.READY)) {
        // Libraries may say something first.
        line = in.readLine();
      }
      if (line != null) {
        return line.substring(SideLoop.READY.length());
      }
      throw ended(null);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  Peer peer() {
    return peer;
  }

  /** Name and version of its library, as it says them. */
  String version() {
    return version;
  }

  /**
   * Has it do one pass.
   *
   * @return milliseconds until it was done
   * @throws PeerException if it ended instead
   */
  double pass() {
    long begin = System.nanoTime();
    tell(SideLoop.PASS);
    return (System.nanoTime() - begin) / 1e6;
  }

  /**
   * Has it write the last pass's results into a folder, which is made.
   *
   * @throws IOException if the folder can't be made
   * @throws PeerException if it ended instead
   */
  void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    tell(SideLoop.SAVE + folder);
  }

  /**
   * The most memory that it has had in RAM at once, in bytes.
   *
   * @throws IOException if the system does not tell
   */
  long peakBytes() throws IOException {
    String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
    Matcher matcher = PEAK.matcher(status);
    if (!matcher.find()) {
      throw new IOException("no VmHWM in the status of process " + process.pid());
    }
    return Long.parseLong(matcher.group(1)) * 1024;
  }

  private void tell(String command) {
    try {
      send(command);
      String line = in.readLine();
      while (line != null && !line.equals(SideLoop.DONE)) {
        line = in.readLine();
      }
      if (line == null) {
        throw ended(null);
      }
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private void send(String command) throws IOException {
    out.write(command);
    out.newLine();
    out.flush();
  }

  private PeerException ended(@Nullable IOException cause) {
    String said;
    try {
      List<String> lines = Files.readAllLines(log);
      said =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      said = "its messages can't be read: " + e.getMessage();
    }
    String message = "%s ended: %s\n%s".formatted(peer.label(), peer.command(), said);
    return cause == null ? new PeerException(message) : new PeerException(message, cause);
  }

  @Override
  public void close() {
    try (in;
        out) {
      send(SideLoop.QUIT);
    } catch (IOException e) {
      // It has ended already, which is what was wanted.
      process.destroy();
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
