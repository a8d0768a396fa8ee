package fcn4j.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Turns}. */
final class TurnsTest {
  private static final int TURNS = 20;
  private static final int RUNS = 3;

  @TempDir Path folder;

  /** Writes its name when a turn begins, and again when it ends. */
  public static void main(String[] args) throws Exception {
    Path log = Path.of(args[1]);
    try (Turns turns = Turns.of(Path.of(args[0]))) {
      for (int i = 0; i < TURNS; i++) {
        turns.take(() -> turn(log, args[2] + "\n"));
      }
    }
  }

  private static Path turn(Path log, String name) throws IOException, InterruptedException {
    Files.writeString(log, name, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Thread.sleep(2);
    return Files.writeString(log, name, StandardOpenOption.APPEND);
  }

  @Test
  void oneMeasuresAtATime() throws Exception {
    Path log = folder.resolve("log");
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(start(folder.resolve("turns"), log, "run " + i));
    }
    for (Process run : runs) {
      assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(run.exitValue()).isZero();
    }

    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(2 * RUNS * TURNS);
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).isEqualTo(lines.get(i + 1));
    }
  }

  @Test
  void whoWaitsIsNext() throws Exception {
    Path file = folder.resolve("turns");
    Path log = folder.resolve("log");
    Process other;
    try (Turns turns = Turns.of(file);
        FileChannel probe = FileChannel.open(file, StandardOpenOption.WRITE)) {
      other = start(file, log, "other");
      for (int i = 0; i < TURNS / 4; i++) {
        turns.take(() -> turn(log, waits(probe, other) ? "before other\n" : "alone\n"));
      }
    }
    assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();

    List<String> lines = Files.readAllLines(log);
    assertThat(lines).contains("before other");
    for (int i = 1; i + 1 < lines.size(); i += 2) {
      if (lines.get(i).equals("before other")) {
        assertThat(lines.get(i + 1)).isEqualTo("other");
      }
    }
  }

  /** Waits until the other is in the queue; false if it has had all its turns. */
  private static boolean waits(FileChannel probe, Process other)
      throws IOException, InterruptedException {
    while (other.isAlive()) {
      FileLock free = probe.tryLock(0, 1, false);
      if (free == null) {
        return true;
      }
      free.release();
      Thread.sleep(1);
    }
    return false;
  }

  @Test
  void withoutAFileThereIsNobodyToWaitFor() throws Exception {
    try (Turns turns = Turns.of(null)) {
      assertThat(turns.<String, RuntimeException>take(() -> "at once")).isEqualTo("at once");
    }
  }

  @Test
  void aTurnEndsWithItsWork() throws Exception {
    try (Turns turns = Turns.of(folder.resolve("turns"))) {
      assertThatThrownBy(() ->
              turns.take(() -> {
                throw new IOException("failed");
              }))
          .hasMessage("failed");
      assertThat(turns.<String, RuntimeException>take(() -> "next")).isEqualTo("next");
    }
  }

  @Test
  void aClosedFileCannotBeLocked() throws Exception {
    Turns turns = Turns.of(folder.resolve("turns"));
    turns.close();

    assertThatThrownBy(() -> turns.<String, RuntimeException>take(() -> "never"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("--turns");
  }

  private static Process start(Path file, Path log, String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TurnsTest.class.getName(),
            file.toString(),
            log.toString(),
            name)
        .inheritIO()
        .start();
  }
}
