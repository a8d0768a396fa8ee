package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "4, 15", "8, 255"})
  void paletteIndicesAreTheLabels(int bits, int highest) throws IOException {
    BufferedImage picture = Pictures.indexed(bits, 3, 3, 0, 1, 0, 1, highest, 0, 0, 1, highest);
    LabelMap labels = LabelFile.read(Pictures.write(picture, folder.resolve("l.png")));
    assertThat(labels.height()).isEqualTo(3);
    assertThat(labels.width()).isEqualTo(3);
    assertThat(labels.labels()).containsExactly(0, 1, 0, 1, highest, 0, 0, 1, highest);
  }

  @Test
  void grayValuesAreTheLabels() throws IOException {
    Path path = Pictures.write(Pictures.gray(8, 2, 2, 0, 20, 128, 255), folder.resolve("l.png"));
    LabelMap labels = LabelFile.read(path);
    assertThat(labels.labels()).containsExactly(0, 20, 128, 255);
    assertThat(labels.at(1, 1)).isEqualTo(255);
  }

  /**
   * Gray of fewer than eight bits: the stored numbers are the labels, not the brightness they stand
   * for.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "4, 9"})
  void packedGrayValuesAreNotScaled(int bits, int highest) throws IOException {
    byte[] rows = {0, (byte) (highest << 8 - bits), 0, 0};
    Path path = Files.write(folder.resolve("l.png"), png(bits, 0, rows, new byte[0]));
    LabelMap labels = LabelFile.read(path);
    assertThat(labels.labels()).containsExactly(highest, 0, 0, 0);
  }

  @Test
  void transparentPaletteEntriesChangeNothing() throws IOException {
    byte[] rows = {0, 0, 1, 0, 1, 2};
    Path path = Files.write(folder.resolve("l.png"), png(8, 3, rows, new byte[] {0, 0, 0}));
    assertThat(LabelFile.read(path).labels()).containsExactly(0, 1, 1, 2);
  }

  /** A 2x2 PNG made by hand: a filter byte before each row of packed pixels. */
  private static byte[] png(int bits, int colourType, byte[] rows, byte[] transparency)
      throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(HexFormat.of().parseHex("89504e470d0a1a0a"));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(2).putInt(2);
    chunk(file, "IHDR", header.put((byte) bits).put((byte) colourType).array());
    if (colourType == 3) {
      chunk(file, "PLTE", new byte[] {0, 0, 0, 9, 9, 9, 70, 0, 0});
      chunk(file, "tRNS", transparency);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(rows);
    }
    chunk(file, "IDAT", packed.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, content.length + 4);
    file.writeBytes(chunk.putInt((int) sum.getValue()).array());
  }

  @ParameterizedTest
  @CsvSource({"1, RGB", "2, RGBA"})
  void colouredMapsAreRefusedWithARemedy(int type, String kind) throws IOException {
    Path path = Pictures.write(Pictures.colours(2, 2, type), folder.resolve("l.png"));
    assertThatThrownBy(() -> LabelFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path + " is an " + kind + " picture")
        .hasMessageContaining("palette PNG");
  }

  @Test
  void sixteenBitsAndLossyFormatsAreRefused() throws IOException {
    Path deep = Pictures.write(Pictures.gray(16, 1, 1, 3), folder.resolve("l.png"));
    assertThatThrownBy(() -> LabelFile.read(deep))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("16 bits");
    Path lossy =
        Pictures.write(Pictures.gray(8, 8, 8, Pictures.filled(64, 1)), folder.resolve("l.jpg"));
    assertThatThrownBy(() -> LabelFile.read(lossy))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("must be PNG");
  }
}
