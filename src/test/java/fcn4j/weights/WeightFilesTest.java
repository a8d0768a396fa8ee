package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file is, is told by its content; and what its values are like. */
class WeightFilesTest {
  @TempDir Path folder;

  @Test
  void safetensorsWhoseTableHasAnyLength() {
    for (int length = 0; length < 800; length += 8) {
      Path path = folder.resolve("a");
      SafetensorsWriter.write(
          path,
          List.of(WeightArray.of("w", List.of(1), new float[] {1})),
          Map.of("k", "v".repeat(length)));
      try (WeightFile file = WeightFiles.open(path)) {
        assertThat(file.format()).isEqualTo(WeightFormat.SAFETENSORS);
      }
    }
  }

  @Test
  void whatIsKnownButCannotBeReadIsNamed() throws IOException {
    assertRefused(new byte[] {(byte) 0x89, 'H', 'D', 'F', 13, 10, 26, 10}, "HDF5");
    assertRefused(new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10}, "pickle");
    assertRefused("name: \"net\"\nlayer {\n}\n".getBytes(StandardCharsets.UTF_8), "Caffe");
    assertRefused(new byte[0], "empty (0 bytes)");
    assertThatThrownBy(() -> WeightFiles.open(folder.resolve("none")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> WeightFiles.open(folder))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(folder.toString());
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Path path = Files.write(folder.resolve("file"), bytes);
    assertThatThrownBy(() -> WeightFiles.open(path))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void namesTellLayerAndArray() {
    assertThat(ArrayNames.of("a.b", 0)).isEqualTo("a.b.weight");
    assertThat(ArrayNames.of("a", 1)).isEqualTo("a.bias");
    assertThat(ArrayNames.of("a", 2)).isEqualTo("a.2");
    assertThat(ArrayNames.layer("a.b.weight")).isEqualTo("a.b");
    assertThat(ArrayNames.index("a.b.weight")).hasValue(0);
    assertThat(ArrayNames.index("a.bias")).hasValue(1);
    assertThat(ArrayNames.index("a.7")).hasValue(7);
    for (String none : List.of("a", "weight", ".weight", "a.0", "a.1", "a.02", "a.x", "a.99999")) {
      assertThat(ArrayNames.index(none)).as(none).isEmpty();
      assertThat(ArrayNames.layer(none)).isEqualTo(none);
    }
  }

  @Test
  void statistics() {
    int count = ArrayReader.PIECE_FLOATS + 5;
    float[] values = new float[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      values[i] = 1000 + i % 10;
      sum += values[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    ArrayStatistics statistics = statistics(values);
    assertThat(statistics.min()).isEqualTo(1000);
    assertThat(statistics.max()).isEqualTo(1009);
    assertThat(statistics.mean()).isCloseTo(mean, Offset.offset(1e-9));
    assertThat(statistics.deviation()).isCloseTo(Math.sqrt(squares / count), Offset.offset(1e-9));
    ArrayStatistics odd =
        statistics(1, Float.NaN, 3, Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY);
    assertThat(odd).isEqualTo(new ArrayStatistics(6, 2, 2, 1, 3, 2, 1));
    assertThat(statistics(Float.NaN).mean()).isNaN();
    assertThat(statistics(new float[0]).values()).isZero();
  }

  private static ArrayStatistics statistics(float... values) {
    return ArrayStatistics.of(
        new WeightEntry("w", List.of(values.length)), ArrayReader.ofWhole(entry -> values));
  }
}
