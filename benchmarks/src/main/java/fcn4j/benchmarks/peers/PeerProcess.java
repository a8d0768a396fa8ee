package fcn4j.benchmarks.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process in which sides live, spoken to in the lines of {@link SideLoop}. */
final class PeerProcess implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int LINES_SHOWN = 12;
  private static final long SECONDS_TO_END = 20;

  private final Peer peer;
  private final Process process;
  private final Path log;
  private final BufferedWriter out;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final String version;
  private boolean lost;

  /**
   * Starts it and waits until it is ready.
   *
   * @param peer one of those that will live there
   * @param log gets what it writes to standard error
   * @throws PeerException if it can't be started, or ends, or takes too long
   */
  PeerProcess(Peer peer, Path log, Duration patience) {
    this.peer = peer;
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(peer.command());
    builder.environment().putAll(peer.environment());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new PeerException(peer.label() + " can't be started: " + e.getMessage(), e);
    }
    out = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> listen(process.inputReader(StandardCharsets.UTF_8)));
    version = await("start", SideLoop.READY, patience);
  }

  private void listen(BufferedReader in) {
    try (in) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      lines.add(Optional.of(SideLoop.FAILED + "its answers can't be read: " + e.getMessage()));
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** Name and version of its library, as it says them. */
  String version() {
    return version;
  }

  /** Whether it ended, or had to be ended. */
  boolean lost() {
    return lost || !process.isAlive();
  }

  /**
   * Has it do something.
   *
   * @return what it says besides that it is done
   * @throws PeerException if it says that it failed; if it ended; if it took longer than {@code
   *     patience}, after which it is ended
   */
  String tell(String command, Duration patience) {
    try {
      send(command);
    } catch (IOException e) {
      throw ended(String.valueOf(e.getMessage()));
    }
    return await(command, SideLoop.DONE, patience);
  }

  private String await(String command, String wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        Optional<String> line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          end();
          throw new PeerException(
              "%s did not %s within %d s and was ended"
                  .formatted(peer.label(), command, patience.toSeconds()));
        }
        String said = line.orElseThrow(() -> ended("it closed its output"));
        if (said.startsWith(wanted)) {
          return said.substring(wanted.length()).strip();
        }
        if (said.startsWith(SideLoop.FAILED)) {
          throw new PeerException(said.substring(SideLoop.FAILED.length()));
        }
        // Libraries may say something in between.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
      throw new PeerException("interrupted while waiting for " + peer.label(), e);
    }
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

  private void send(String command) throws IOException {
    out.write(command);
    out.newLine();
    out.flush();
  }

  private PeerException ended(String why) {
    end();
    String said;
    try {
      List<String> all = Files.readAllLines(log);
      said = String.join("\n", all.subList(Math.max(0, all.size() - LINES_SHOWN), all.size()));
    } catch (IOException e) {
      said = "its messages can't be read: " + e.getMessage();
    }
    return new PeerException(
        "%s ended (%s): %s\n%s".formatted(peer.label(), why, peer.command(), said));
  }

  /** Ends it with all that it has started: compilers have processes of their own. */
  private void end() {
    lost = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    try (out) {
      send(SideLoop.QUIT);
    } catch (IOException e) {
      // It has ended already, which is what was wanted.
      lost = true;
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        end();
      }
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
    }
  }
}
