package fcn4j.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kernels' sources and the PTX made of them, in the working copy. */
final class Kernels {
  static final Path SOURCES = Path.of("src/main/cuda");
  static final Path PTX = Path.of("src/main/resources/ptx");

  private Kernels() {}

  /** Names of the modules: the sources without their ending, in order. */
  static List<String> modules() {
    return names(SOURCES, ".cu");
  }

  /** File names with an ending, without it, in order. */
  static List<String> names(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("tests run in the project's folder", e);
    }
  }
}
