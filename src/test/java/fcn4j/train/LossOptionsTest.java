package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.data.Dataset;
import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import fcn4j.data.Sample;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossOptionsTest {

  /**
   * Shares among the labelled pixels of the maps that have the class: class 0 in 5 of 7, class 1 in
   * 2 of 3, class 2 nowhere.
   */
  @Test
  void medianFrequencyWeightsEvenOutRareClasses() {
    ClassFrequencies frequencies =
        ClassFrequencies.of(
            new Labelled(List.of(new byte[] {0, (byte) 255, 1, 1}, new byte[] {0, 0, 0, 0})));
    assertThat(frequencies.pixels()).containsExactly(5L, 2L, 0L);
    assertThat(frequencies.pixelsWherePresent()).containsExactly(7L, 3L, 0L);
    double median = (5 / 7.0 + 2 / 3.0) / 2;
    assertThat(frequencies.medianWeights())
        .containsExactly((float) (median / (5 / 7.0)), (float) (median / (2 / 3.0)), 1f);
  }

  @Test
  void noLabelledPixelGivesNoWeights() {
    byte[] nothing = {(byte) 255, (byte) 255, (byte) 255, (byte) 255};
    ClassFrequencies frequencies = ClassFrequencies.of(new Labelled(List.of(nothing)));
    assertThatThrownBy(frequencies::medianWeights)
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("none");
  }

  @Test
  void theNetsLossFollowsFromTheOptions() {
    LossOptions plain = LossOptions.plain(LossNormalisation.SUM);
    assertThat(plain.op()).isEqualTo(SoftmaxLoss.plain(LossNormalisation.SUM));
    LossOptions altered = plain.withKeepProbability(0.5).withClassWeights(List.of(1f, 2f));
    assertThat(altered.op())
        .isEqualTo(new SoftmaxLoss(LossNormalisation.SUM, List.of(1f, 2f), true, 1));
  }

  /** Label maps of two rows and columns. */
  private record Labelled(List<byte[]> maps) implements Dataset {
    @Override
    public String name() {
      return "labelled";
    }

    @Override
    public int size() {
      return maps.size();
    }

    @Override
    public List<String> classNames() {
      return List.of("a", "b", "c");
    }

    @Override
    public List<Integer> colours() {
      return List.of();
    }

    @Override
    public String id(int index) {
      return "map" + index;
    }

    @Override
    public Sample get(int index) {
      LabelMap labels = new LabelMap(2, 2, maps.get(index));
      return new Sample(id(index), new RgbImage(2, 2, new byte[12]), Optional.of(labels));
    }
  }
}
