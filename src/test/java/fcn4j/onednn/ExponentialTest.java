package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void isExactToFloatsRounding() {
    int count = 1 << 20;
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = -87f * i / count;
    }
    float[] result = x.clone();
    new Exponential().apply(result, 0, count);
    double worst = 0;
    for (int i = 0; i < count; i++) {
      worst = Math.max(worst, Math.abs(result[i] / Math.exp(x[i]) - 1));
    }
    assertThat(worst).isLessThan(1e-7);
  }

  @Test
  void takesTheEnds() {
    float[] x = {0, -0f, -88, -100, -1e30f, Float.NEGATIVE_INFINITY, Float.NaN};
    new Exponential().apply(x, 0, x.length);
    assertThat(x[0]).isEqualTo(1);
    assertThat(x[1]).isEqualTo(1);
    for (int i = 2; i < 6; i++) {
      assertThat(x[i]).isZero();
    }
    assertThat(x[6]).isNaN();
  }
}
