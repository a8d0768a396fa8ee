package fcn4j.cuda;

import java.util.Locale;

/**
 * Device memory as the driver counts it.
 *
 * @param freeBytes free now, for all processes
 * @param totalBytes all there is
 */
public record MemoryInfo(long freeBytes, long totalBytes) {
  /** A size in the largest binary unit that keeps it above one, as in {@code 1.5 GiB}. */
  public static String readable(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double size = bytes / 1024.0;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }

  @Override
  public String toString() {
    return readable(freeBytes) + " free of " + readable(totalBytes);
  }
}
