package fcn4j.cli;

import java.util.Locale;

/** Numbers of bytes for people. */
final class ByteText {
  private static final long GIGABYTE = 1_000_000_000L;

  private ByteText() {}

  /** For example {@code 12.3 MB} or {@code 1.23 GB}. */
  static String of(long bytes) {
    return bytes >= GIGABYTE
        ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
