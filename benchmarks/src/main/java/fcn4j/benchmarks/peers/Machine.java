package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the passes run on.
 *
 * @param processor its model
 * @param processors how many threads it has
 * @param memoryMegabytes memory, in units of 10^6 bytes
 */
record Machine(String processor, int processors, long memoryMegabytes) {
  private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");
  private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");

  /**
   * This machine.
   *
   * @throws IOException if the system does not tell
   */
  static Machine here() throws IOException {
    String processor = first(MODEL, "/proc/cpuinfo", System.getProperty("os.arch", "?")).strip();
    long kibibytes = Long.parseLong(first(MEMORY, "/proc/meminfo", "0"));
    return new Machine(
        processor, Runtime.getRuntime().availableProcessors(), kibibytes * 1024 / 1_000_000);
  }

  /**
   * Whether the processor has AVX-512.
   *
   * @throws IOException if the system does not tell
   */
  static boolean avx512() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512f ");
  }

  /**
   * How many processes were running or ready to, on average over the last minute.
   *
   * @throws IOException if the system does not tell
   */
  static double load() throws IOException {
    String line = Files.readString(Path.of("/proc/loadavg"));
    return Double.parseDouble(line.substring(0, line.indexOf(' ')));
  }

  private static String first(Pattern pattern, String file, String otherwise) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
