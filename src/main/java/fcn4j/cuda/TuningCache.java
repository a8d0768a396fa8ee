package fcn4j.cuda;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Choices that were measured once on a device and hold as long as device and libraries stay: text
 * by text, kept in a file of the user's cache folder ({@code fcn4j.cache}, {@code XDG_CACHE_HOME}
 * or {@code ~/.cache}).
 *
 * <p>A folder that cannot be written costs only the measuring; it is said once through the logger.
 */
public final class TuningCache {
  private static final System.Logger LOG = System.getLogger(TuningCache.class.getName());

  private final Map<String, String> values = new HashMap<>();
  private final @Nullable Path file;
  private boolean writable = true;

  private TuningCache(@Nullable Path file) {
    this.file = file;
  }

  /** A cache that forgets everything with the process. */
  public static TuningCache inMemory() {
    return new TuningCache(null);
  }

  /**
   * A cache in the user's cache folder.
   *
   * @param name tells devices and library versions apart; any text
   */
  public static TuningCache onDisk(String name) {
    List<Path> bases = NativeFolder.usualBases();
    if (bases.isEmpty()) {
      return inMemory();
    }
    Path folder = bases.getFirst().resolveSibling("tuning");
    return at(folder.resolve(name.replaceAll("[^A-Za-z0-9.]+", "-") + ".txt"));
  }

  /** A cache in a file, which need not exist. */
  static TuningCache at(Path file) {
    TuningCache cache = new TuningCache(file);
    cache.read(file);
    return cache;
  }

  private void read(Path from) {
    if (!Files.isRegularFile(from)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(from)) {
        int tab = line.indexOf('\t');
        // A line that another process is still writing, or that was cut off, is measured again.
        if (tab > 0 && line.endsWith(";")) {
          values.put(line.substring(0, tab), line.substring(tab + 1, line.length() - 1));
        }
      }
    } catch (IOException unreadable) {
      complain("read", unreadable);
    }
  }

  /** What is known under a key, or null. */
  public @Nullable String get(String key) {
    return values.get(key);
  }

  /**
   * Remembers a text under a key.
   *
   * @param key without tabs and line ends, like the value
   */
  public void put(String key, String value) {
    if ((key + value).matches("(?s).*[\\t\\n\\r].*")) {
      throw new IllegalArgumentException("tabs or line ends in '" + key + "' or its value");
    }
    if (!value.equals(values.put(key, value)) && file != null && writable) {
      append(file, key + "\t" + value + ";\n");
    }
  }

  private void append(Path to, String line) {
    try {
      Files.createDirectories(to.getParent());
      Files.writeString(to, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException refused) {
      writable = false;
      complain("write", refused);
    }
  }

  private void complain(String verb, IOException failure) {
    LOG.log(
        Level.WARNING,
        "cannot {0} {1}: {2}; what it would hold is measured again in each run",
        verb,
        file,
        failure.toString());
  }
}
