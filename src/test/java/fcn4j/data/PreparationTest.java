package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.data.Placement.Margin;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparationTest {
  private static final Preparation PLAIN = new Preparation(ChannelOrder.RGB, MeanColour.ZERO, 1f);

  @Test
  void theReferencesPreparationIsBlueGreenRedMinusMean() {
    RgbImage image =
        new RgbImage(1, 2, new byte[] {10, 20, 30, (byte) 200, (byte) 210, (byte) 220});
    HostTensor tensor = Preparation.VOC.image(image);
    assertThat(tensor.shape()).isEqualTo(new Shape(1, 3, 1, 2));
    assertThat(tensor.data())
        .containsExactly(
            30 - 104.00699f,
            220 - 104.00699f,
            20 - 116.66877f,
            210 - 116.66877f,
            10 - 122.67892f,
            200 - 122.67892f);
  }

  @Test
  void meansFollowTheChannelOrderAndTheScaleComesLast() {
    Preparation rgb = new Preparation(ChannelOrder.RGB, MeanColour.VGG, 0.5f);
    HostTensor tensor = rgb.image(new RgbImage(1, 1, new byte[] {100, 100, 100}));
    assertThat(tensor.data())
        .containsExactly((100 - 123.68f) * 0.5f, (100 - 116.779f) * 0.5f, (100 - 103.939f) * 0.5f);
  }

  @Test
  void mirroringMovesPictureAndLabelsAlike() {
    Batch batch = PLAIN.batch(row(1, 2, 3), new Placement(true, 0, 0, Margin.IGNORE));
    assertThat(red(batch)).containsExactly(3, 2, 1);
    assertThat(batch.labels().data()).containsExactly(3, 2, 1);
  }

  @Test
  void shiftsUncoverTheIgnoreLabelAndTheMean() {
    Batch right = PLAIN.batch(row(1, 2, 3), new Placement(false, 0, 1, Margin.IGNORE));
    assertThat(red(right)).containsExactly(0, 1, 2);
    assertThat(right.labels().data()).containsExactly(255, 1, 2);
    Batch left = PLAIN.batch(row(1, 2, 3), new Placement(true, 0, -2, Margin.IGNORE));
    assertThat(red(left)).containsExactly(1, 0, 0);
    assertThat(left.labels().data()).containsExactly(1, 255, 255);
    Batch down = PLAIN.batch(row(1, 2, 3), new Placement(false, 1, 0, Margin.IGNORE));
    assertThat(red(down)).containsOnly(0);
    assertThat(down.labels().data()).containsOnly(255);
  }

  @Test
  void reflectionRepeatsTheEdgeMirrored() {
    Batch right = PLAIN.batch(row(1, 2, 3), new Placement(false, 0, 2, Margin.REFLECT));
    assertThat(red(right)).containsExactly(2, 1, 1);
    assertThat(right.labels().data()).containsExactly(2, 1, 1);
    Batch far = PLAIN.batch(row(1, 2, 3), new Placement(false, 5, -7, Margin.REFLECT));
    assertThat(red(far)).containsExactly(2, 3, 3);
  }

  @Test
  void placementsDependOnSeedAndDrawAlone() {
    Augmentation augmentation = new Augmentation(true, 4, Margin.REFLECT, 9);
    int mirrored = 0;
    int[] downs = new int[9];
    for (int draw = 0; draw < 900; draw++) {
      Placement placement = augmentation.placement(draw);
      assertThat(placement).isEqualTo(new Augmentation(true, 4, Margin.REFLECT, 9).placement(draw));
      mirrored += placement.mirror() ? 1 : 0;
      downs[placement.down() + 4]++;
      assertThat(placement.right()).isBetween(-4, 4);
    }
    assertThat(mirrored).isBetween(400, 500);
    for (int count : downs) {
      assertThat(count).isBetween(60, 145);
    }
    assertThat(Augmentation.NONE.placement(5)).isEqualTo(Placement.NONE);
  }

  @Test
  void equalSizesMakeABatch() {
    Batch batch =
        PLAIN.batch(List.of(row(1, 2), row(3, 4)), List.of(Placement.NONE, Placement.NONE), false);
    assertThat(batch.images().shape()).isEqualTo(new Shape(2, 3, 1, 2));
    assertThat(batch.images().at(1, 0, 0, 1)).isEqualTo(4);
    assertThat(batch.labels().data()).containsExactly(1, 2, 3, 4);
    assertThat(batch.ids()).containsExactly("row", "row");
  }

  @Test
  void unequalSizesArePaddedOnRequestOnly() {
    List<Sample> samples = List.of(row(1, 2, 3), row(4));
    List<Placement> placements = List.of(Placement.NONE, Placement.NONE);
    assertThatThrownBy(() -> PLAIN.batch(samples, placements, false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3x1 pixels")
        .hasMessageContaining("batch size of 1");
    Batch batch = Preparation.VOC.batch(samples, placements, true);
    assertThat(batch.images().shape()).isEqualTo(new Shape(2, 3, 1, 3));
    assertThat(batch.images().at(1, 2, 0, 0)).isEqualTo(4 - 122.67892f);
    assertThat(batch.images().at(1, 2, 0, 1)).isZero();
    assertThat(batch.labels().data()).containsExactly(1, 2, 3, 4, 255, 255);
  }

  @Test
  void feedsGiveTheSameBatchForTheSameNumber() {
    Dataset scenes =
        new DigitScenes(
            SceneOptions.DEFAULT.withDigitPixels(16, 24).withSize(32, 32), DigitSplit.TRAIN, 10);
    Feed feed =
        new Feed(
            scenes,
            new Sampler.Shuffled(10, 1),
            Preparation.VOC,
            new Augmentation(false, 3, Margin.REFLECT, 1),
            4,
            false);
    Batch batch = feed.batch(7);
    assertThat(batch.images().shape()).isEqualTo(new Shape(4, 3, 32, 32));
    assertThat(feed.batch(7).images().data()).containsExactly(batch.images().data());
    assertThat(feed.batch(8).ids()).isNotEqualTo(batch.ids());
  }

  /** A picture of one row whose red values are its labels. */
  private static Sample row(int... values) {
    byte[] rgb = new byte[values.length * 3];
    byte[] labels = new byte[values.length];
    for (int x = 0; x < values.length; x++) {
      rgb[3 * x] = (byte) values[x];
      labels[x] = (byte) values[x];
    }
    return new Sample(
        "row",
        new RgbImage(1, values.length, rgb),
        Optional.of(new LabelMap(1, values.length, labels)));
  }

  private static int[] red(Batch batch) {
    Shape shape = batch.images().shape();
    int[] values = new int[shape.w()];
    for (int x = 0; x < values.length; x++) {
      values[x] = (int) batch.images().at(0, 0, 0, x);
    }
    return values;
  }
}
