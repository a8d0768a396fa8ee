package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path folder;

  @Test
  void floatsComeBackBitForBit() {
    float[] values = {0f, -0f, 1.5f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
    NpyArray back = roundTrip(new NpyArray.Floats(List.of(1, 2, 3), values));
    assertThat(back).isInstanceOf(NpyArray.Floats.class);
    assertThat(back.dims()).containsExactly(1, 2, 3);
    assertThat(back.toFloats()).containsExactly(values);
    assertThat(back.toDoubles()[2]).isEqualTo(1.5);
  }

  @Test
  void theOtherTypesComeBack() {
    double[] doubles = {Math.PI, -1e300};
    long[] longs = {Long.MIN_VALUE, 0, 255};
    byte[] bytes = {0, 127, -1};
    assertThat(((NpyArray.Doubles) roundTrip(new NpyArray.Doubles(List.of(2), doubles))).values())
        .containsExactly(doubles);
    assertThat(((NpyArray.Longs) roundTrip(new NpyArray.Longs(List.of(3, 1), longs))).values())
        .containsExactly(longs);
    NpyArray back = roundTrip(new NpyArray.Bytes(List.of(3), bytes));
    assertThat(back.toFloats()).containsExactly(0, 127, 255);
    assertThat(back.toDoubles()).containsExactly(0, 127, 255);
  }

  @Test
  void scalarsAndEmptyArraysComeBack() {
    assertThat(roundTrip(new NpyArray.Floats(List.of(), new float[] {7})).dims()).isEmpty();
    assertThat(roundTrip(new NpyArray.Floats(List.of(3, 0), new float[0])).dims())
        .containsExactly(3, 0);
  }

  @Test
  void arraysLargerThanTheBufferComeBack() {
    float[] values = new float[700_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    NpyArray back = roundTrip(new NpyArray.Floats(List.of(700_001), values));
    assertThat(Arrays.equals(back.toFloats(), values)).isTrue();
  }

  @Test
  void theHeaderIsWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, new NpyArray.Floats(List.of(2), new float[] {1, 2}));
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(128 + 8);
    assertThat(new String(bytes, 10, 60, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }");
    assertThat(bytes[127]).isEqualTo((byte) '\n');
    assertThat(ByteBuffer.wrap(bytes, 8, 2).order(ByteOrder.LITTLE_ENDIAN).getShort())
        .isEqualTo((short) 118);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void allVersionsAreRead(int version) {
    byte[] file = file(version, header("<i2", "(2,)"), new byte[] {1, 0, -1, -1});
    assertThat(((NpyArray.Longs) read(file)).values()).containsExactly(1, -1);
  }

  @Test
  void bigEndianAndHalfPrecisionAreRead() {
    assertThat(
            read(file(1, header(">f4", "(1,)"), new byte[] {0x3f, (byte) 0x80, 0, 0})).toFloats())
        .containsExactly(1f);
    assertThat(read(file(1, header("<f2", "(1,)"), new byte[] {0, 0x3c})).toFloats())
        .containsExactly(1f);
    assertThat(read(file(1, header("|b1", "(2,)"), new byte[] {0, 1})).toFloats())
        .containsExactly(0f, 1f);
    assertThat(read(file(1, header(">i4", "()"), new byte[] {0, 0, 1, 0})).toFloats())
        .containsExactly(256f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<c8 | (1,) | c8",
        "<f4 | (3,) | damaged or cut short",
        "<f4 | (1,) | damaged or cut short",
        "<f4 | (2147483647, 2147483647, 2147483647) | more than can be read",
        "<f4 | (99999999999,) | too large to read",
        "<f4 | (2147483647, 4) | damaged or cut short",
      })
  void headersThatLieAreRefused(String descr, String shape, String message) {
    byte[] file = file(1, header(descr, shape), new byte[8]);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("x.npy")
        .hasMessageContaining(message);
  }

  @Test
  void fortranOrderAndStructuresAreRefusedWithARemedy() {
    String fortran = "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }";
    assertThatThrownBy(() -> read(file(1, fortran, new byte[8])))
        .hasMessageContaining("ascontiguousarray");
    String structure = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }";
    assertThatThrownBy(() -> read(file(1, structure, new byte[8])))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("structured type");
  }

  @Test
  void missingEmptyAndForeignFilesAreRefused() throws IOException {
    Path missing = folder.resolve("none.npy");
    assertThatThrownBy(() -> Npy.read(missing))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(missing + " does not exist");
    Path empty = Files.createFile(folder.resolve("empty.npy"));
    assertThatThrownBy(() -> Npy.read(empty)).hasMessageContaining("is empty (0 bytes)");
    Path text = Files.writeString(folder.resolve("text.npy"), "hello, this is text");
    assertThatThrownBy(() -> Npy.read(text)).hasMessageContaining("not an .npy file");
    assertThatThrownBy(() -> Npy.read(folder)).isInstanceOf(WeightFileException.class);
  }

  @Test
  void everyTruncationAndEveryDamagedByteGivesAnArrayOrAClearError() {
    byte[] good = file(1, header("<f4", "(2, 3)"), new byte[24]);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(WeightFileException.class);
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(good.length - 24)] = (byte) random.nextInt(256);
      Throwable fault = catchThrowable(() -> read(bad));
      assertThat(fault == null || fault instanceof WeightFileException).isTrue();
    }
  }

  private NpyArray roundTrip(NpyArray array) {
    Path file = folder.resolve("array.npy");
    Npy.write(file, array);
    return Npy.read(file);
  }

  private static NpyArray read(byte[] file) {
    return Npy.read(new ByteArrayInputStream(file), "x.npy");
  }

  private static String header(String descr, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
  }

  private static byte[] file(int version, String header, byte[] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, text.length);
    bytes.write(length.array(), 0, version == 1 ? 2 : 4);
    bytes.writeBytes(text);
    bytes.writeBytes(values);
    return bytes.toByteArray();
  }
}
