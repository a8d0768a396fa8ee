package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void arraysAndMetadataComeBack() {
    Path path = folder.resolve("net.safetensors");
    float[] weights = {1, -2, Float.NaN, Float.MIN_VALUE, 5, 6};
    SafetensorsWriter.write(
        path,
        List.of(
            WeightArray.of("conv1_1.weight", List.of(2, 1, 1, 3), weights),
            WeightArray.of("conv1_1.bias", List.of(2), new float[] {7, 8}),
            WeightArray.of("step", List.of(), new float[] {9}),
            WeightArray.of("nothing", List.of(0, 4), new float[0])),
        Map.of("net", "fcn8s \"quoted\" \u00e4", "iteration", "4000"));
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.entries())
          .extracting(WeightEntry::name)
          .containsExactly("conv1_1.weight", "conv1_1.bias", "step", "nothing");
      assertThat(file.find("conv1_1.weight").orElseThrow().dims()).containsExactly(2, 1, 1, 3);
      assertThat(file.read("conv1_1.weight")).containsExactly(weights);
      assertThat(file.read("step")).containsExactly(9);
      assertThat(file.read("nothing")).isEmpty();
      assertThat(file.metadata())
          .containsEntry("net", "fcn8s \"quoted\" \u00e4")
          .containsEntry("iteration", "4000");
      float[] target = new float[4];
      file.read(file.entries().getFirst(), 3, target, 1, 3);
      assertThat(target).containsExactly(0, Float.MIN_VALUE, 5, 6);
    }
  }

  @Test
  void equalInputGivesEqualBytes() throws IOException {
    List<WeightArray> arrays = List.of(WeightArray.of("a", List.of(1), new float[] {1}));
    Path first = folder.resolve("1");
    Path second = folder.resolve("2");
    SafetensorsWriter.write(first, arrays, Map.of("b", "2", "a", "1", "c", "3"));
    SafetensorsWriter.write(second, arrays, Map.of("c", "3", "a", "1", "b", "2"));
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void theBytesAreTheFormats() throws IOException {
    Path path = folder.resolve("a");
    SafetensorsWriter.write(
        path, List.of(WeightArray.of("w", List.of(1, 2), new float[] {1, 2})), Map.of());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    assertThat(length % 8).isZero();
    String table = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
    assertThat(table.strip())
        .isEqualTo("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}");
    assertThat(bytes.getFloat(8 + length)).isEqualTo(1f);
    assertThat(bytes.capacity()).isEqualTo(8 + length + 8);
  }

  @Test
  void halfBrainAndDoublePrecisionAreRead() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(Float.floatToFloat16(-1.5f)).putShort((short) 0x3fc0).putDouble(0.1);
    Path path =
        file(
            """
            {"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},
             "b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]},
             "d":{"dtype":"F64","shape":[],"data_offsets":[4,12]}}\
            """,
            data.array());
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.read("h")).containsExactly(-1.5f);
      assertThat(file.read("b")).containsExactly(1.5f);
      assertThat(file.read("d")).containsExactly(0.1f);
    }
  }

  @Test
  void integersAreListedButNotReadAsWeights() throws IOException {
    Path path =
        file("{\"i\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.entries()).hasSize(1);
      assertThatThrownBy(() -> file.read("i"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("I64");
    }
  }

  @Test
  void unknownNamesAndStretchesOutsideAreRefused() throws IOException {
    Path path =
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]);
    SafetensorsFile file = SafetensorsFile.open(path);
    assertThatThrownBy(() -> file.read("v"))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("no array named v")
        .hasMessageContaining("it has w");
    WeightEntry w = file.entries().getFirst();
    assertThatThrownBy(() -> file.read(w, 1, new float[2], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> file.read(w, 0, new float[1], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    file.close();
    file.close();
    assertThatThrownBy(() -> file.read("w")).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | does not take",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | has 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | hole",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | impossible extents",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[9999999999],\"data_offsets\":[0,8]}} | impossible extents",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}} | impossible",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | does not take",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}} | two data_offsets",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}} | two data_offsets",
        "{\"w\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}} | F99",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}} | unknown key",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}} | not what the format says",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}} | not valid",
        "{\"__metadata__\":{\"a\":1}} | metadata 'a'",
        "{\"w\":3} | 'w'",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} {} | follows",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | not valid JSON",
        "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | overlaps",
        "{\"w\" | not valid JSON",
        "[1,2,3] | no table",
      })
  void tablesThatLieAreRefused(String table, String message) throws IOException {
    Path path = file(table, new byte[8]);
    assertThatThrownBy(() -> SafetensorsFile.open(path))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void missingEmptyShortAndHugeFilesAreRefused() throws IOException {
    Path missing = folder.resolve("none");
    assertThatThrownBy(() -> SafetensorsFile.open(missing)).hasMessageContaining("does not exist");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatThrownBy(() -> SafetensorsFile.open(empty))
        .hasMessageContaining("is empty (0 bytes)");
    Path claims = folder.resolve("claims");
    Files.write(claims, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});
    assertThatThrownBy(() -> SafetensorsFile.open(claims)).hasMessageContaining("claims");
  }

  @Test
  void everyTruncationAndManyDamagedBytesGiveAFileOrAClearError() throws IOException {
    Path path = folder.resolve("good");
    SafetensorsWriter.write(
        path,
        List.of(
            WeightArray.of("a", List.of(2), new float[] {1, 2}),
            WeightArray.of("b", List.of(1, 2), new float[] {1, 2})),
        Map.of("k", "v"));
    byte[] good = Files.readAllBytes(path);
    for (int length = 0; length < good.length; length++) {
      Files.write(path, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> SafetensorsFile.open(path)).isInstanceOf(WeightFileException.class);
    }
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1500; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(good.length - 16)] = (byte) random.nextInt(256);
      Files.write(path, bad);
      Throwable fault = catchThrowable(() -> SafetensorsFile.open(path).close());
      assertThat(fault == null || fault instanceof WeightFileException).isTrue();
    }
  }

  @Test
  void filesBeyondTwoGigabytesAreReadInPlace() throws IOException {
    long bytes = 3L << 30;
    String table =
        "{\"big\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
                .formatted(bytes / 4, bytes)
            + "\"tail\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
                .formatted(bytes, bytes + 4);
    Path path = file(table, new byte[0]);
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      long start = sparse.length();
      sparse.setLength(start + bytes + 4);
      sparse.seek(start + bytes);
      sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.read("tail")).containsExactly(1f);
      float[] last = {5f};
      file.read(file.find("big").orElseThrow(), bytes / 4 - 1, last, 0, 1);
      assertThat(last).containsExactly(0f);
    }
  }

  @Test
  void aFailingSourceLeavesNoFile() throws IOException {
    Path path = folder.resolve("out");
    WeightEntry a = new WeightEntry("a", List.of(2));
    assertThatThrownBy(
            () -> SafetensorsWriter.write(path, List.of(a), entry -> new float[3], Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a[2] needs 2 values, got 3");
    assertThat(Files.list(folder)).isEmpty();
    assertThatThrownBy(
            () -> SafetensorsWriter.write(path, List.of(a, a), entry -> new float[2], Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("taken");
  }

  private Path file(String table, byte[] data) throws IOException {
    byte[] text = table.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("file.safetensors"), bytes.array());
  }
}
