package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that a fuzzer found worth keeping, for every target: read, or refused with words. */
@Tag("build")
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/fcn4j/weights/fuzz");

  static Stream<Arguments> targets() {
    return Stream.of(
        target("Caffe", CaffeFuzz::fuzzerTestOneInput),
        target("Safetensors", SafetensorsFuzz::fuzzerTestOneInput),
        target("Npy", NpyFuzz::fuzzerTestOneInput),
        target("Npz", NpzFuzz::fuzzerTestOneInput),
        target("Conversion", ConversionFuzz::fuzzerTestOneInput));
  }

  private static Arguments target(String name, Consumer<byte[]> fuzz) {
    return Arguments.of(name, fuzz);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void theCorpusIsReadOrRefused(String name, Consumer<byte[]> target) throws IOException {
    assertThat(CORPUS.resolve(name)).isNotEmptyDirectory();
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      assertThatCode(() -> target.accept(bytes)).as(file.toString()).doesNotThrowAnyException();
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
