package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fcn4j.testing.RealData;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealDatasetsTest {
  @Test
  void allThirteenVocPairsLoad() {
    Dataset voc = VocFolder.open(RealData.require("voc-mini"), "trainval");
    assertThat(voc.size()).isEqualTo(13);
    LabelCounts counts = LabelCounts.of(voc);
    long pixels = 0;
    for (int i = 0; i < voc.size(); i++) {
      Sample sample = voc.get(i);
      assertThat(Math.max(sample.image().height(), sample.image().width())).isEqualTo(500);
      pixels += sample.labels().orElseThrow().labels().length;
    }
    assertThat(counts.counted() + counts.ignored()).isEqualTo(pixels);
    assertThat(counts.pixels()[15]).isEqualTo(259_101);
  }

  @ParameterizedTest
  @CsvSource({
    "train, 367, 2655759, 46192, 628476",
    "val, 101, 398283, 96668, 74417",
    "test, 233, 1708023, 19053, 388377"
  })
  void camVidHasThePublishedPixelCounts(
      String split, int size, long sky, long bicyclist, long ignored) {
    Dataset camVid = CamVid.open(RealData.require("camvid"), split);
    assertThat(camVid.size()).isEqualTo(size);
    LabelCounts counts = LabelCounts.of(camVid);
    assertThat(counts.pixels()[0]).isEqualTo(sky);
    assertThat(counts.pixels()[10]).isEqualTo(bicyclist);
    assertThat(counts.ignored()).isEqualTo(ignored);
    if (split.equals("train")) {
      float[] weights = counts.medianFrequencyWeights();
      for (int c = 0; c < weights.length; c++) {
        assertThat(weights[c])
            .isEqualTo(CamVid.TRAIN_MEDIAN_FREQUENCY_WEIGHTS.get(c), within(1e-4f));
      }
    }
  }

  @Test
  void camVidHasTwelvePairsOfTwiceTheSize() {
    Dataset full = CamVid.open(RealData.require("camvid"), "full");
    assertThat(full.size()).isEqualTo(12);
    for (int i = 0; i < full.size(); i++) {
      assertThat(full.get(i).image().height()).isEqualTo(360);
      assertThat(full.get(i).image().width()).isEqualTo(480);
    }
  }

  @Test
  void theFullPairsAreAPlainFolderToo() {
    Dataset plain = ImageFolder.open(RealData.require("camvid").resolve("full"), Optional.empty());
    assertThat(plain.size()).isEqualTo(12);
    assertThat(plain.classNames()).hasSize(12);
  }
}
