package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossSamplingTest {
  private static final Shape LABELS = new Shape(2, 1, 211, 307);

  /** The mean of n draws with probability p strays by more than 5 sqrt(p(1-p)/n) hardly ever. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.25, 0.5, 0.75, 0.99})
  void keepsTheShareThatIsAskedFor(double p) {
    byte[] mask = new LossSampling(p, 7).mask(LABELS, 3).data();
    int kept = count(mask);
    double n = mask.length;
    assertThat(Math.abs(kept - p * n)).isLessThan(5 * Math.sqrt(p * (1 - p) * n));
  }

  /** Neighbours agree as often as independent draws do: in a share of p^2 + (1-p)^2. */
  @Test
  void pixelsAreIndependent() {
    double p = 0.3;
    byte[] mask = new LossSampling(p, 7).mask(LABELS, 3).data();
    for (int distance : new int[] {1, 2, 3, 4, LABELS.w(), LABELS.h() * LABELS.w()}) {
      int agreeing = 0;
      int pairs = mask.length - distance;
      for (int i = 0; i < pairs; i++) {
        agreeing += mask[i] == mask[i + distance] ? 1 : 0;
      }
      double share = p * p + (1 - p) * (1 - p);
      double spread = Math.sqrt(share * (1 - share) * pairs);
      assertThat(Math.abs(agreeing - share * pairs))
          .as("distance %d", distance)
          .isLessThan(6 * spread);
    }
  }

  @Test
  void followsFromSeedAndPassAlone() {
    ByteTensor mask = new LossSampling(0.5, 7).mask(LABELS, 3);
    assertThat(mask.shape()).isEqualTo(LABELS);
    assertThat(new LossSampling(0.5, 7).mask(LABELS, 3).data()).isEqualTo(mask.data());
    assertThat(new LossSampling(0.5, 8).mask(LABELS, 3).data()).isNotEqualTo(mask.data());
    assertThat(new LossSampling(0.5, 7).mask(LABELS, 4).data()).isNotEqualTo(mask.data());
  }

  @Test
  void aPixelKeptAtALowProbabilityIsKeptAtAHigherOne() {
    byte[] few = new LossSampling(0.2, 7).mask(LABELS, 0).data();
    byte[] many = new LossSampling(0.6, 7).mask(LABELS, 0).data();
    for (int i = 0; i < few.length; i++) {
      assertThat(many[i]).isGreaterThanOrEqualTo(few[i]);
    }
  }

  @Test
  void withProbabilityOneEverythingCounts() {
    assertThat(new LossSampling(1, 7).mask(LABELS, 0).data()).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.1, Double.NaN})
  void otherProbabilitiesAreRefused(double p) {
    assertThatThrownBy(() -> new LossSampling(p, 7))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("" + p);
  }

  private static int count(byte[] mask) {
    int kept = 0;
    for (byte value : mask) {
      kept += value;
    }
    return kept;
  }
}
