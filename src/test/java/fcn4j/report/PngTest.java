package fcn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.data.ImageFile;
import fcn4j.data.LabelFile;
import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import fcn4j.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngTest {
  @TempDir Path folder;

  @Test
  void labelMapsComeBackByIndexAndShowThePalette() throws IOException {
    byte[] labels = new byte[256];
    for (int i = 0; i < 256; i++) {
      labels[i] = (byte) i;
    }
    Path path = folder.resolve("out/labels.png");
    Png.write(path, new LabelMap(16, 16, labels), Palette.of(List.of(0x102030)));
    assertThat(LabelFile.read(path).labels()).containsExactly(labels);
    assertThat(ImageIO.read(path.toFile()).getRGB(0, 0)).isEqualTo(0xff102030);
    assertThat(ImageIO.read(path.toFile()).getRGB(1, 0)).isEqualTo(0xff800000);
    assertThat(ImageIO.read(path.toFile()).getRGB(15, 15)).isEqualTo(0xffe0e0c0);
    assertThat(Files.list(path.getParent())).containsExactly(path);
  }

  /** The JDK's writer turns some gray palettes into gray pictures; the numbers must survive it. */
  @Test
  void grayPalettesKeepTheIndicesToo() {
    byte[] labels = {0, 1, 2, 3, (byte) 254, (byte) 255};
    for (int direction : new int[] {1, -1}) {
      List<Integer> colours =
          IntStream.range(0, 256)
              .map(i -> (direction > 0 ? i : 255 - i) * 0x010101)
              .boxed()
              .toList();
      Path path = folder.resolve("gray.png");
      Png.write(path, new LabelMap(2, 3, labels), new Palette(colours));
      assertThat(LabelFile.read(path).labels()).containsExactly(labels);
    }
    Png.write(
        folder.resolve("black.png"),
        new LabelMap(2, 3, labels),
        new Palette(Collections.nCopies(256, 0)));
    assertThat(LabelFile.read(folder.resolve("black.png")).labels()).containsExactly(labels);
  }

  @Test
  void photosComeBackUnchanged() {
    RgbImage image = new RgbImage(1, 2, new byte[] {1, 2, 3, (byte) 200, (byte) 100, 50});
    Path path = folder.resolve("photo.png");
    Png.write(path, Png.of(image));
    assertThat(ImageFile.read(path).rgb()).containsExactly(image.rgb());
  }

  @Test
  void aFolderThatCannotBeMadeIsReported() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path path = file.resolve("picture.png");
    assertThatThrownBy(() -> Png.write(path, new LabelMap(1, 1, new byte[1]), Palette.voc()))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void palettesHave256Colours() {
    assertThat(Palette.voc().rgb(20)).isEqualTo(0x004080);
    assertThat(Palette.voc().ignoreRgb()).isEqualTo(0xe0e0c0);
    assertThatThrownBy(() -> new Palette(List.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2");
  }
}
