package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading arrays of safetensors files to where they are used. */
class StoredFloatsTest {
  /** More than one piece, and no whole number of them. */
  private static final int FLOATS = 3 * (1 << 20) + 12_345;

  @TempDir Path folder;

  private static float value(int index) {
    return (index % 1000 - 500) / 256f;
  }

  private static float[] values() {
    float[] values = new float[FLOATS];
    for (int i = 0; i < FLOATS; i++) {
      values[i] = value(i);
    }
    return values;
  }

  private Path write(float[] large, FloatType type) {
    Path path = folder.resolve("weights.safetensors");
    WeightEntry small = new WeightEntry("small", List.of(3));
    WeightEntry entry = new WeightEntry("large", List.of(FLOATS));
    float[] few = {1, 2, 3};
    SafetensorsWriter.write(
        path,
        List.of(small, entry),
        ArrayReader.ofWhole(wanted -> wanted.equals(small) ? few : large),
        Map.of(),
        type);
    return path;
  }

  @ParameterizedTest
  @EnumSource(FloatType.class)
  void fillsTheTargetWithTheArray(FloatType type) {
    try (SafetensorsFile file = SafetensorsFile.open(write(values(), type));
        Arena arena = Arena.ofShared()) {
      MemorySegment target = arena.allocate(4L * FLOATS, 64);
      file.readFinite(file.find("large").orElseThrow(), target);
      float[] expected = file.read("large");
      assertThat(target.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(expected);

      MemorySegment three = arena.allocate(12, 64);
      file.readFinite(file.find("small").orElseThrow(), three);
      assertThat(three.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5000, (1 << 20) - 1, 1 << 20, FLOATS - 1})
  void saysWhereAValueIsNotFinite(int index) throws IOException {
    Path path = write(values(), FloatType.FLOAT32);
    long position = path.toFile().length() - 4L * (FLOATS - index);
    ByteBuffer infinity = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    infinity.putFloat(0, Float.NEGATIVE_INFINITY);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(position);
      file.write(infinity.array());
    }
    try (SafetensorsFile file = SafetensorsFile.open(path);
        Arena arena = Arena.ofShared()) {
      MemorySegment target = arena.allocate(4L * FLOATS, 64);
      WeightEntry entry = file.find("large").orElseThrow();
      assertThatThrownBy(() -> file.readFinite(entry, target))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("value " + index + " of large")
          .hasMessageContaining("-Infinity");
    }
  }

  @Test
  void refusesATargetOfAnotherLength() {
    try (SafetensorsFile file = SafetensorsFile.open(write(values(), FloatType.FLOAT32));
        Arena arena = Arena.ofShared()) {
      WeightEntry entry = file.find("small").orElseThrow();
      for (int bytes : new int[] {8, 16}) {
        MemorySegment target = arena.allocate(bytes, 64);
        assertThatThrownBy(() -> file.readFinite(entry, target))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("12");
      }
    }
  }

  @Test
  void saysThatAFileHasBecomeShorter() throws IOException {
    Path path = write(values(), FloatType.FLOAT32);
    try (SafetensorsFile file = SafetensorsFile.open(path);
        Arena arena = Arena.ofShared()) {
      MemorySegment target = arena.allocate(4L * FLOATS, 64);
      WeightEntry entry = file.find("large").orElseThrow();
      try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
        other.setLength(path.toFile().length() - 4096);
      }
      assertThatThrownBy(() -> file.readFinite(entry, target))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("shorter");
    }
  }
}
