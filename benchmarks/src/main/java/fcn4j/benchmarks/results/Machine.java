package fcn4j.benchmarks.results;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What everything runs on.
 *
 * @param processor its model
 * @param processors how many threads it has
 * @param memoryMegabytes memory, in units of 10^6 bytes
 */
public record Machine(String processor, int processors, long memoryMegabytes) {
  private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final Pattern TIMES = Pattern.compile("cpu ((?:\\s*\\d+)+)");
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final long LOAD_MILLIS = 2000;

  // Of the columns of /proc/stat: user nice system idle iowait irq softirq steal …
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int COLUMNS = 8;

  /**
   * This machine.
   *
   * @throws IOException if the system does not tell
   */
  public static Machine here() throws IOException {
    String processor = first(MODEL, PROCESSOR, System.getProperty("os.arch", "?")).strip();
    long bytes = kibibytes(TOTAL) * 1024;
    return new Machine(processor, Runtime.getRuntime().availableProcessors(), bytes / 1_000_000);
  }

  /** For people and tables. */
  public String description() {
    return "%s, %d processors, %.0f GB".formatted(processor, processors, memoryMegabytes / 1000.0);
  }

  /**
   * Memory that new processes could take without swapping, in bytes.
   *
   * @throws IOException if the system does not tell
   */
  public static long availableBytes() throws IOException {
    return kibibytes(AVAILABLE) * 1024;
  }

  /**
   * Whether the processor has AVX-512.
   *
   * @throws IOException if the system does not tell
   */
  public static boolean avx512() throws IOException {
    return Files.exists(PROCESSOR) && Files.readString(PROCESSOR).contains(" avx512f ");
  }

  /**
   * How many processors are busy, on average over the next two seconds; waits for these. The
   * system's own average over a minute would still show what ended before.
   *
   * @throws IOException if the system does not tell
   */
  public static double load() throws IOException {
    Path file = Path.of("/proc/stat");
    if (Files.exists(file)) {
      long[] before = times(file);
      sleep();
      long[] after = times(file);
      double all = Arrays.stream(after).sum() - Arrays.stream(before).sum();
      double idle = after[IDLE] + after[WAITING] - before[IDLE] - before[WAITING];
      if (all > 0) {
        return Math.max(0, (all - idle) / all) * Runtime.getRuntime().availableProcessors();
      }
    }
    return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static void sleep() {
    try {
      Thread.sleep(LOAD_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first columns of the line of all processors; zeros where the system does not count. */
  private static long[] times(Path file) throws IOException {
    String line = first(TIMES, file, "");
    long[] found =
        Arrays.stream(line.strip().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    return Arrays.copyOf(found, COLUMNS);
  }

  private static long kibibytes(Pattern pattern) throws IOException {
    return Long.parseLong(first(pattern, MEMORY, "0"));
  }

  private static String first(Pattern pattern, Path file, String otherwise) throws IOException {
    if (!Files.exists(file)) {
      return otherwise;
    }
    Matcher matcher = pattern.matcher(Files.readString(file));
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
