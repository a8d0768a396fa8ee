package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
  private static RgbImage gray(int height, int width, int... values) {
    byte[] rgb = new byte[values.length * RgbImage.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i / RgbImage.CHANNELS];
    }
    return new RgbImage(height, width, rgb);
  }

  private static int[] values(RgbImage image) {
    int[] values = new int[image.height() * image.width()];
    Arrays.setAll(values, i -> image.at(i / image.width(), i % image.width(), 1));
    return values;
  }

  /** Half the size: the triangle's weights are 1, 3, 3, 1 eighths, cut off at the border. */
  @Test
  void shrinkingAverages() {
    RgbImage row = gray(1, 8, 0, 80, 160, 240, 0, 80, 160, 240);
    assertThat(values(Resampling.bilinear(row, 1, 4)))
        .containsExactly(
            Math.round((3 * 0 + 3 * 80 + 160) / 7f),
            Math.round((80 + 3 * 160 + 3 * 240 + 0) / 8f),
            Math.round((240 + 3 * 0 + 3 * 80 + 160) / 8f),
            Math.round((80 + 3 * 160 + 3 * 240) / 7f));
  }

  /** Twice the size: between two pixels a quarter and three quarters. */
  @Test
  void enlargingInterpolates() {
    RgbImage column = gray(2, 1, 0, 100);
    assertThat(values(Resampling.bilinear(column, 4, 1))).containsExactly(0, 25, 75, 100);
  }

  @Test
  void theSameSizeIsTheSamePicture() {
    RgbImage image = gray(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(Resampling.bilinear(image, 2, 3)).isSameAs(image);
  }

  @ParameterizedTest
  @CsvSource({"7,9,3,20", "40,13,17,13", "5,5,1,1", "1,1,9,4"})
  void rowsAndColumnsAreTreatedAlike(int height, int width, int newHeight, int newWidth) {
    byte[] flat = new byte[height * width * 3];
    Arrays.fill(flat, (byte) 201);
    RgbImage plain = Resampling.bilinear(new RgbImage(height, width, flat), newHeight, newWidth);
    assertThat(plain.height()).isEqualTo(newHeight);
    assertThat(plain.width()).isEqualTo(newWidth);
    assertThat(values(plain)).containsOnly(201);

    byte[] rgb = new byte[height * width * 3];
    new Random(3).nextBytes(rgb);
    byte[] turned = new byte[rgb.length];
    for (int i = 0; i < height * width; i++) {
      System.arraycopy(rgb, 3 * i, turned, 3 * ((i % width) * height + i / width), 3);
    }
    RgbImage a = Resampling.bilinear(new RgbImage(height, width, rgb), newHeight, newWidth);
    RgbImage b = Resampling.bilinear(new RgbImage(width, height, turned), newWidth, newHeight);
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        // Columns are rounded before rows: one step of difference when turned.
        assertThat(Math.abs(a.at(y, x, 2) - b.at(x, y, 2))).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void refusesEmptyPictures() {
    assertThatThrownBy(() -> Resampling.bilinear(gray(1, 1, 0), 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x0");
  }

  @Test
  void theMiddleIsCutOut() {
    ClassifierInput input = new ClassifierInput(3, 4, 2, Preparation.VOC);
    int[] values = new int[4 * 6];
    Arrays.setAll(values, i -> i);
    assertThat(values(input.square(gray(4, 6, values)))).containsExactly(8, 9, 14, 15);
    assertThat(input.tensor(gray(4, 6, values)).data()[0]).isEqualTo(8 - 104.00699f);
  }

  @Test
  void grayPicturesHaveOneChannel() {
    ClassifierInput input =
        new ClassifierInput(1, 2, 2, new Preparation(ChannelOrder.BGR, MeanColour.ZERO, 1 / 256f));
    byte[] rgb = {100, 50, 10, 0, 0, 0, -1, -1, -1, 0, 0, 0};
    float[] values = input.tensor(new RgbImage(2, 2, rgb)).data();
    assertThat(values).containsExactly((float) (60.39 / 256), 0, 255 / 256f, 0);
  }

  @Test
  void refusesImpossibleMeasures() {
    assertThatThrownBy(() -> new ClassifierInput(3, 100, 224, Preparation.VOC))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least 224");
    assertThatThrownBy(() -> new ClassifierInput(2, 100, 50, Preparation.VOC))
        .isInstanceOf(DataException.class);
  }
}
