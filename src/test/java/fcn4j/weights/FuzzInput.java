package fcn4j.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Bytes that a fuzzer made up, as a file that a reader opens: it must read every array or refuse
 * with a {@link WeightFileException}; whatever else it throws is a find.
 */
final class FuzzInput {
  private static final Path FILE = temporary();

  private FuzzInput() {}

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("fuzz", ".bin");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the bytes and reads all that the file says it has. */
  static void read(byte[] bytes, Function<Path, ? extends WeightFile> reader) {
    try (WeightFile file = reader.apply(write(bytes))) {
      file.metadata().forEach((key, value) -> require(key + value != null));
      require(!file.origin().isEmpty() && file.format() != null);
      for (WeightEntry entry : file.entries()) {
        require(!file.storedType(entry).isEmpty());
        if (file.isReadable(entry)) {
          require(ArrayStatistics.of(entry, file).values() == entry.count());
          readBackwards(file, entry);
        }
      }
    } catch (WeightFileException e) {
      require(e.getMessage() != null && e.getMessage().contains("fuzz"));
    }
  }

  /** The last value, then the first. */
  private static void readBackwards(WeightFile file, WeightEntry entry) {
    long count = entry.count();
    float[] value = new float[1];
    for (long i = count - 1; i >= 0; i -= Math.max(1, count - 1)) {
      file.read(entry, i, value, 0, 1);
    }
  }

  static Path write(byte[] bytes) {
    try {
      return Files.write(FILE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("a reader told nonsense");
    }
  }
}
