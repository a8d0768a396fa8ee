package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final SceneOptions SMALL =
      SceneOptions.DEFAULT.withDigitPixels(24, 48).withSize(64, 80);

  @Test
  void thePackagedDigitsAreComplete() {
    int[] counts = new int[Digits.VALUES];
    long ink = 0;
    for (DigitSplit split : DigitSplit.values()) {
      Digits digits = Digits.of(split);
      for (int i = 0; i < digits.size(); i++) {
        counts[digits.value(i)]++;
        for (byte pixel : digits.ink(i)) {
          ink += pixel & 0xff;
        }
      }
    }
    assertThat(counts).containsExactly(1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978);
    assertThat((double) ink / (10_000 * 784)).isBetween(30.0, 36.0);
    assertThatThrownBy(() -> Digits.of(DigitSplit.HELD_OUT).ink(2000))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theSplitsShareNoDigitImage() {
    Set<ByteBuffer> train = new HashSet<>();
    Digits digits = Digits.of(DigitSplit.TRAIN);
    for (int i = 0; i < digits.size(); i++) {
      train.add(ByteBuffer.wrap(digits.ink(i)));
    }
    Digits heldOut = Digits.of(DigitSplit.HELD_OUT);
    for (int i = 0; i < heldOut.size(); i++) {
      assertThat(train.contains(ByteBuffer.wrap(heldOut.ink(i)))).as("digit %d", i).isFalse();
    }
  }

  @Test
  void scenesDependOnOptionsSplitAndIndexAlone() {
    Sample first = new DigitScenes(SMALL, DigitSplit.TRAIN, 10).get(3);
    Sample again = new DigitScenes(SMALL, DigitSplit.TRAIN, 50).get(3);
    assertThat(again.image().rgb()).containsExactly(first.image().rgb());
    assertThat(again.labels().orElseThrow().labels())
        .containsExactly(first.labels().orElseThrow().labels());
    assertThat(new DigitScenes(SMALL, DigitSplit.HELD_OUT, 10).get(3).image().rgb())
        .isNotEqualTo(first.image().rgb());
    assertThat(new DigitScenes(SMALL.withSeed(2), DigitSplit.TRAIN, 10).get(3).image().rgb())
        .isNotEqualTo(first.image().rgb());
    assertThat(new DigitScenes(SMALL, DigitSplit.TRAIN, 10).get(4).image().rgb())
        .isNotEqualTo(first.image().rgb());
  }

  @Test
  void scenesHoldEveryClassAndALittleVoid() {
    DigitScenes scenes = new DigitScenes(SMALL, DigitSplit.TRAIN, 120);
    LabelCounts counts = LabelCounts.of(scenes);
    long all = counts.counted() + counts.ignored();
    assertThat(all).isEqualTo(120L * 64 * 80);
    assertThat(counts.pixels()).hasSize(11).doesNotContain(0L);
    assertThat((double) counts.pixels()[0] / all).isBetween(0.6, 0.95);
    assertThat((double) counts.ignored() / all).isBetween(0.005, 0.08);
    Sample sample = scenes.get(0);
    assertThat(sample.image().height()).isEqualTo(64);
    assertThat(sample.image().width()).isEqualTo(80);
    assertThat(scenes.classNames()).hasSize(11).startsWith("background", "0").endsWith("9");
    assertThat(scenes.colours()).hasSize(11).doesNotHaveDuplicates();
  }

  /**
   * What the three stages of the paper can show: the finer the stride, the better the labels can be
   * told apart.
   */
  @Test
  void finerStridesResolveTheStrokesBetter() {
    DigitScenes scenes = new DigitScenes(SceneOptions.DEFAULT, DigitSplit.HELD_OUT, 60);
    double at32 = boundOfMeanIu(scenes, 32);
    double at16 = boundOfMeanIu(scenes, 16);
    double at8 = boundOfMeanIu(scenes, 8);
    assertThat(at16).isGreaterThan(at32 + 0.15);
    assertThat(at8).isGreaterThan(at16 + 0.15);
  }

  @Test
  void patchesHoldOneDigitOrNone() {
    SceneOptions options = SceneOptions.DEFAULT.withDigitPixels(40, 56).withSize(64, 64);
    DigitPatches patches = new DigitPatches(options, DigitSplit.TRAIN, 300);
    int[] counts = new int[11];
    for (int i = 0; i < patches.size(); i++) {
      LabelMap labels = patches.get(i).labels().orElseThrow();
      assertThat(labels.height() * labels.width()).isEqualTo(1);
      counts[labels.at(0, 0)]++;
    }
    assertThat(counts).doesNotContain(0);
    Batch batch =
        Preparation.VOC.batch(patches.get(0), new Placement(true, 3, 3, Placement.Margin.IGNORE));
    assertThat(batch.images().shape().toString()).isEqualTo("(1,3,64,64)");
    assertThat(batch.labels().shape().toString()).isEqualTo("(1,1,1,1)");
    assertThat(batch.labels().at(0, 0, 0, 0))
        .isEqualTo(patches.get(0).labels().orElseThrow().at(0, 0));
  }

  @Test
  void brightInkIsBrighterThanItsGround() {
    SceneOptions options = SMALL.withInk(SceneOptions.Ink.BRIGHT_ON_DARK);
    DigitScenes scenes = new DigitScenes(options, DigitSplit.TRAIN, 20);
    for (int i = 0; i < scenes.size(); i++) {
      Sample sample = scenes.get(i);
      long[] sum = new long[2];
      int[] count = new int[2];
      byte[] labels = sample.labels().orElseThrow().labels();
      for (int p = 0; p < labels.length; p++) {
        int kind = labels[p] == 0 ? 0 : 1;
        count[kind]++;
        for (int c = 0; c < 3; c++) {
          sum[kind] += sample.image().rgb()[3 * p + c] & 0xff;
        }
      }
      assertThat(sum[1] / count[1]).isGreaterThan(sum[0] / count[0] + 60);
    }
  }

  @Test
  void impossibleScenesAreRefused() {
    assertThatThrownBy(() -> SceneOptions.DEFAULT.withDigitPixels(40, 200))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200");
    assertThatThrownBy(() -> SceneOptions.DEFAULT.withDigits(3, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DigitScenes(SMALL, DigitSplit.TRAIN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Mean IU of the label maps with themselves after one label a cell of stride x stride pixels (the
   * paper's bound).
   */
  private static double boundOfMeanIu(DigitScenes scenes, int stride) {
    long[][] confusion = new long[11][11];
    for (int i = 0; i < scenes.size(); i++) {
      LabelMap labels = scenes.get(i).labels().orElseThrow();
      for (int y = 0; y < labels.height(); y += stride) {
        for (int x = 0; x < labels.width(); x += stride) {
          addCell(labels, y, x, stride, confusion);
        }
      }
    }
    double sum = 0;
    for (int c = 0; c < 11; c++) {
      long truth = 0;
      long predicted = 0;
      for (int k = 0; k < 11; k++) {
        truth += confusion[c][k];
        predicted += confusion[k][c];
      }
      sum += (double) confusion[c][c] / (truth + predicted - confusion[c][c]);
    }
    return sum / 11;
  }

  private static void addCell(LabelMap labels, int top, int left, int stride, long[][] confusion) {
    long[] votes = new long[11];
    for (int y = top; y < top + stride; y++) {
      for (int x = left; x < left + stride; x++) {
        if (labels.at(y, x) != LabelMap.IGNORE) {
          votes[labels.at(y, x)]++;
        }
      }
    }
    int winner = 0;
    for (int c = 1; c < 11; c++) {
      winner = votes[c] > votes[winner] ? c : winner;
    }
    for (int c = 0; c < 11; c++) {
      confusion[c][winner] += votes[c];
    }
  }
}
