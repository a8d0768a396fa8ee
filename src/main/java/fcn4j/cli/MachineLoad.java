package fcn4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** How many processors others keep busy, where the system counts it (Linux). */
final class MachineLoad {
  private static final Path COUNTS = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int WAITING = 4;

  /** Columns of a processor's line before those of guests, which the first of them contain. */
  private static final int COLUMNS = 8;

  private static final double BUSY_SHARE = 0.25;

  private Counts last = Counts.now();

  /**
   * What the system and this process have counted so far.
   *
   * @param processors of the machine; 0 where the system does not count
   * @param all time of all processors
   * @param idle the part in which they did nothing
   */
  private record Counts(int processors, double all, double idle, Duration own, long nanos) {

    static Counts now() {
      long[] times = new long[COLUMNS];
      int processors = 0;
      try {
        List<String> lines = Files.exists(COUNTS) ? Files.readAllLines(COUNTS) : List.of("");
        String[] cells = lines.getFirst().split(" +", -1);
        for (int i = 0; i < Math.min(COLUMNS, cells.length - 1); i++) {
          times[i] = Long.parseLong(cells[i + 1]);
        }
        processors = (int) lines.stream().filter(line -> line.matches("cpu[0-9].*")).count();
      } catch (IOException | NumberFormatException e) {
        processors = 0;
      }
      return new Counts(
          processors,
          Arrays.stream(times).sum(),
          times[IDLE] + times[WAITING],
          ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
          System.nanoTime());
    }
  }

  /** Starts counting. */
  MachineLoad() {}

  /** Processors that others kept busy since the last call, on average; empty where not known. */
  OptionalDouble ofOthers() {
    Counts before = last;
    Counts now = Counts.now();
    last = now;
    double all = now.all() - before.all();
    if (now.processors() == 0 || all <= 0) {
      return OptionalDouble.empty();
    }
    double busy = now.processors() * (1 - (now.idle() - before.idle()) / all);
    double own = now.own().minus(before.own()).toNanos() / (double) (now.nanos() - before.nanos());
    return OptionalDouble.of(Math.max(0, busy - own));
  }

  /** Whether so many processors of others make times longer. */
  static boolean isBusy(OptionalDouble ofOthers) {
    return ofOthers.orElse(0) > BUSY_SHARE * Runtime.getRuntime().availableProcessors();
  }
}
