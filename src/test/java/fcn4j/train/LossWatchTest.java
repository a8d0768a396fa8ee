package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossWatchTest {
  /** Two images of three pixels; one is ignored, one masked: four count. */
  private static final ByteTensor LABELS =
      new ByteTensor(new Shape(2, 1, 1, 3), new byte[] {0, 1, (byte) 255, 1, 0, 1});

  private static final ByteTensor MASK =
      new ByteTensor(new Shape(2, 1, 1, 3), new byte[] {1, 1, 1, 1, 1, 0});

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberHasDivergedAtOnce(double loss) {
    assertThat(watch(LossNormalisation.VALID).diverged(loss, LABELS, MASK)).isTrue();
  }

  /** Every pixel at the clip, under every normalisation: noticed at the twentieth pass. */
  @ParameterizedTest
  @EnumSource
  void aLossThatStaysAtTheClipHasDiverged(LossNormalisation normalisation) {
    double loss = SoftmaxLoss.MAX_PIXEL_LOSS * 4 / normalisation.divisor(2, 6, 4);
    LossWatch watch = watch(normalisation);
    for (int pass = 1; pass < 20; pass++) {
      assertThat(watch.diverged(loss, LABELS, MASK)).as("pass %d", pass).isFalse();
    }
    assertThat(watch.diverged(loss, LABELS, MASK)).isTrue();
  }

  @Test
  void aRunThatRecoversHasNot() {
    LossWatch watch = watch(LossNormalisation.VALID);
    for (int pass = 0; pass < 100; pass++) {
      double loss = pass % 10 == 9 ? 80 : SoftmaxLoss.MAX_PIXEL_LOSS;
      assertThat(watch.diverged(loss, LABELS, MASK)).isFalse();
    }
  }

  @Test
  void averagesTheLastAndTakesOnThoseBefore() {
    LossWatch watch =
        new LossWatch(LossOptions.plain(LossNormalisation.VALID), 3, List.of(1.0, 2.0));
    assertThat(watch.average()).isEqualTo(1.5);
    watch.add(6);
    watch.add(7);
    assertThat(watch.average()).isEqualTo(5);
    assertThat(watch.recent()).containsExactly(2.0, 6.0, 7.0);
  }

  private static LossWatch watch(LossNormalisation normalisation) {
    return new LossWatch(LossOptions.plain(normalisation), 20, List.of());
  }
}
