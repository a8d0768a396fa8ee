package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One who computes: a net that is open for one kind of pass, with one image. */
interface Side extends AutoCloseable {
  /**
   * Does one pass, and waits. On a processor it takes its inputs from the host's memory and leaves
   * its results there; on a GPU both stay on the device.
   */
  void run();

  /** How long the last pass took by the device's own clock; null where it has none. */
  default @Nullable Double deviceMillis() {
    return null;
  }

  /** Told once the first passes are done: memory is counted from here on. */
  default void settled() {}

  /**
   * The most bytes of the device's memory that were allocated since {@link #settled}; null where it
   * is the process's memory that counts.
   */
  default @Nullable Long peakBytes() {
    return null;
  }

  /**
   * Writes the last pass's results into a folder: {@code scores.f32}; or {@code loss.f32} and each
   * gradient, under its parameter's name with {@code /} as {@code _}.
   *
   * @throws IOException if a file can't be written
   */
  void save(Path folder) throws IOException;

  @Override
  void close();
}
