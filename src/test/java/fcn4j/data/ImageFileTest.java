package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.bmp"})
  void losslessColoursAreRowColumnRedGreenBlue(String name) throws IOException {
    Path path =
        Pictures.write(Pictures.colours(4, 6, BufferedImage.TYPE_INT_RGB), folder.resolve(name));
    RgbImage image = ImageFile.read(path);
    assertThat(image.height()).isEqualTo(4);
    assertThat(image.width()).isEqualTo(6);
    assertThat(image.rgb()).startsWith(0, 0, 7, 0, 10, 7, 0, 20, 7);
    assertThat(image.at(3, 5, 0)).isEqualTo(30);
    assertThat(image.at(3, 5, 1)).isEqualTo(50);
    assertThat(image.at(3, 5, 2)).isEqualTo(7);
  }

  @Test
  void jpegColoursComeInTheSameOrder() throws IOException {
    BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      red.setRGB(i % 16, i / 16, 0xc81e0a);
    }
    RgbImage image = ImageFile.read(Pictures.write(red, folder.resolve("red.jpg")));
    assertThat(image.at(8, 8, 0)).isBetween(196, 204);
    assertThat(image.at(8, 8, 1)).isBetween(26, 34);
    assertThat(image.at(8, 8, 2)).isBetween(6, 14);
  }

  @Test
  void grayIsRepeatedAndAlphaDropped() throws IOException {
    Path gray = Pictures.write(Pictures.gray(8, 1, 2, 3, 250), folder.resolve("gray.png"));
    assertThat(ImageFile.read(gray).rgb()).containsExactly(3, 3, 3, 250, 250, 250);
    BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x10203040);
    Path alpha = Pictures.write(clear, folder.resolve("alpha.png"));
    assertThat(ImageFile.read(alpha).rgb()).containsExactly(0x20, 0x30, 0x40);
  }

  @Test
  void palettesBecomeColoursAndSixteenBitsKeepTheUpperByte() throws IOException {
    Path indexed = Pictures.write(Pictures.indexed(4, 1, 2, 1, 4), folder.resolve("p.png"));
    assertThat(ImageFile.read(indexed).rgb()).containsExactly(128, 0, 0, 0, 0, 128);
    Path deep = Pictures.write(Pictures.gray(16, 1, 1, 0xab12), folder.resolve("deep.png"));
    assertThat(ImageFile.read(deep).rgb()).containsExactly(0xab, 0xab, 0xab);
  }

  @Test
  void grayJpegIsRead() throws IOException {
    Path gray =
        Pictures.write(Pictures.gray(8, 8, 8, Pictures.filled(64, 90)), folder.resolve("g.jpg"));
    assertThat(ImageFile.read(gray).at(4, 4, 2)).isBetween(88, 92);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.jpg", "a.bmp"})
  void truncationsAreRefused(String name) throws IOException {
    Path path =
        Pictures.write(Pictures.colours(12, 13, BufferedImage.TYPE_INT_RGB), folder.resolve(name));
    byte[] good = Files.readAllBytes(path);
    int end = name.endsWith("bmp") ? good.length - 4 : good.length - 1;
    for (int length = 0; length < end; length += 3) {
      Files.write(path, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> ImageFile.read(path))
          .as("%d of %d bytes", length, good.length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining(path.toString());
    }
  }

  @Test
  void damagedPngDataIsRefused() throws IOException {
    Path path =
        Pictures.write(Pictures.colours(9, 9, BufferedImage.TYPE_INT_RGB), folder.resolve("a.png"));
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length - 30] ^= 1;
    Files.write(path, bytes);
    assertThatThrownBy(() -> ImageFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("check sum");
  }

  @Test
  void cmykIsRefusedWithARemedy() throws IOException {
    String header =
        "ffd8ffee000e41646f626500640000000000"
            + "ffc00014080008000804011100021100031100041100"
            + "ffd9";
    Path path = Files.write(folder.resolve("cmyk.jpg"), HexFormat.of().parseHex(header));
    assertThatThrownBy(() -> ImageFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("CMYK")
        .hasMessageContaining("convert it to an RGB");
  }

  @Test
  void absentEmptyAndForeignFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> ImageFile.read(folder.resolve("none.jpg")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not exist");
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertThatThrownBy(() -> ImageFile.read(empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is empty (0 bytes)");
    Path text = Files.writeString(folder.resolve("text.jpg"), "this is no picture at all");
    assertThatThrownBy(() -> ImageFile.read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not a picture");
    assertThatThrownBy(() -> ImageFile.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void hugeExtentsAreRefusedBeforeMemoryIsTaken() throws IOException {
    Path path = Pictures.write(Pictures.gray(8, 1, 1, 0), folder.resolve("huge.png"));
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(16, 65536).putInt(20, 65536);
    CRC32 sum = new CRC32();
    sum.update(bytes, 12, 17);
    header.putInt(29, (int) sum.getValue());
    Files.write(path, bytes);
    assertThatThrownBy(() -> ImageFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("65536x65536")
        .hasMessageContaining("scale it down");
  }
}
