package fcn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final Palette RED_ONE = Palette.of(List.of(0x000000, 0xff0000));

  @Test
  void regionsAreTintedAndEdged() {
    LabelMap labels = new LabelMap(5, 5, new byte[25]);
    for (int y = 1; y < 4; y++) {
      for (int x = 1; x < 4; x++) {
        labels.labels()[y * 5 + x] = 1;
      }
    }
    labels.labels()[24] = (byte) 255;
    BufferedImage drawn = Overlay.onBackground(RED_ONE).draw(gray(5, 5, 100), labels);
    assertThat(drawn.getRGB(0, 0)).as("background").isEqualTo(0xff646464);
    assertThat(drawn.getRGB(4, 4)).as("ignored").isEqualTo(0xff646464);
    assertThat(drawn.getRGB(2, 2)).as("inside").isEqualTo(0xffb23232);
    assertThat(drawn.getRGB(1, 2)).as("edge").isEqualTo(0xfff00a0a);
    BufferedImage all = Overlay.everywhere(RED_ONE).draw(gray(5, 5, 100), labels);
    assertThat(all.getRGB(4, 0)).as("tinted background").isEqualTo(0xff323232);
  }

  @Test
  void sizesMustAgree() {
    assertThatThrownBy(() ->
            Overlay.onBackground(RED_ONE).draw(gray(2, 2, 0), new LabelMap(2, 3, new byte[6])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2")
        .hasMessageContaining("3x2");
    assertThatThrownBy(() -> new Overlay(RED_ONE, Float.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void legendsNameTheClassesThatOccur() {
    LabelMap labels = new LabelMap(1, 4, new byte[] {0, 1, 1, (byte) 255});
    assertThat(Legend.present(labels)).containsExactly(0, 1);
    Legend legend = new Legend(List.of("ground", "roof"), RED_ONE);
    BufferedImage wide = legend.under(Png.of(gray(10, 300, 100)), Legend.present(labels));
    assertThat(wide.getWidth()).isEqualTo(300);
    assertThat(wide.getHeight()).isEqualTo(10 + 28);
    assertThat(wide.getRGB(5, 5)).isEqualTo(0xff646464);
    assertThat(colours(wide)).contains(0xffff0000, 0xff000000, 0xffffffff);
    BufferedImage narrow = legend.under(Png.of(gray(10, 80, 100)), Legend.present(labels));
    assertThat(narrow.getHeight()).as("two rows").isEqualTo(10 + 48);
    LabelMap none = new LabelMap(1, 1, new byte[] {(byte) 255});
    assertThat(legend.under(Png.of(gray(10, 80, 100)), Legend.present(none)).getHeight())
        .isEqualTo(10);
  }

  @Test
  void smallPicturesAreEnlargedByAWholeFactor() {
    RgbImage image = new RgbImage(1, 2, new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255});
    BufferedImage sheet = SideBySide.of(List.of("only"), List.of(Png.of(image))).draw();
    assertThat(sheet.getWidth()).isEqualTo(8 + 192 + 8);
    assertThat(sheet.getHeight()).isEqualTo(26 + 96 + 8);
    assertThat(sheet.getRGB(8, 26)).isEqualTo(0xffff0000);
    assertThat(sheet.getRGB(8 + 95, 26 + 95)).isEqualTo(0xffff0000);
    assertThat(sheet.getRGB(8 + 96, 26)).isEqualTo(0xff0000ff);
  }

  @Test
  void gridsHaveAColumnATitleAndARowACaption() {
    BufferedImage big = Png.of(gray(100, 400, 50));
    BufferedImage small = Png.of(gray(100, 200, 200));
    SideBySide.Row plain = new SideBySide.Row("", List.of(big, small));
    SideBySide.Row captioned = new SideBySide.Row("2007_000129", List.of(small, big));
    BufferedImage sheet =
        new SideBySide(List.of("photo", "labels"), List.of(plain, captioned)).draw();
    assertThat(sheet.getWidth()).isEqualTo(8 + 2 * 408);
    assertThat(sheet.getHeight()).isEqualTo(26 + 108 + 26 + 108);
    assertThat(sheet.getRGB(8, 26)).isEqualTo(0xff323232);
    assertThat(sheet.getRGB(8 + 408 + 100, 26)).isEqualTo(0xffc8c8c8);
    assertThat(sheet.getRGB(8 + 408 + 99, 26)).isEqualTo(0xffffffff);
    assertThatThrownBy(() -> SideBySide.of(List.of("a", "b"), List.of(big)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 pictures for 2 titles");
    assertThatThrownBy(() -> new SideBySide(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<Integer> colours(BufferedImage picture) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y));
      }
    }
    return colours;
  }

  private static RgbImage gray(int height, int width, int value) {
    byte[] rgb = new byte[height * width * 3];
    Arrays.fill(rgb, (byte) value);
    return new RgbImage(height, width, rgb);
  }
}
