package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
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
