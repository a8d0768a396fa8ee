package fcn4j.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder of real photos and weights that is not part of the project: {@code FCN4J_DATA}, or
 * {@code ../shared/data}.
 */
public final class RealData {
  private RealData() {}

  /**
   * A file or folder in it; the calling test is reported as skipped, with the reason, where it is
   * absent.
   */
  public static Path require(String name) {
    String root = Objects.requireNonNullElse(System.getenv("FCN4J_DATA"), "../shared/data");
    Path path = Path.of(root).resolve(name);
    assumeTrue(
        Files.exists(path),
        () -> path + " is absent; set FCN4J_DATA to the folder of real data to run this test");
    return path;
  }
}
