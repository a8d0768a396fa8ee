package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;

/** One who computes: a net that is open for one kind of pass, with one image. */
interface Side extends AutoCloseable {
  /** Name and version of the library. */
  String version();

  /** Does one pass; its results are in the host's memory when it returns. */
  void run();

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
