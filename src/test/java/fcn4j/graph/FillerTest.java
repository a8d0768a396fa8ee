package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.op.ParameterSpec;
import fcn4j.op.ShapeException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FillerTest {
  private static final ParameterSpec WEIGHT = new ParameterSpec("weight", List.of(64, 32, 3, 3));

  @Test
  void bilinearKernelOfFour() {
    float[] kernel = Filler.Bilinear.kernel(4);
    float[] line = {0.25f, 0.75f, 0.75f, 0.25f};
    for (int i = 0; i < 16; i++) {
      assertThat(kernel[i]).isEqualTo(line[i / 4] * line[i % 4]);
    }
  }

  @Test
  void bilinearKernelsOfTheNets() {
    float[] sixteen = Filler.Bilinear.kernel(16);
    // 15/16 in the middle row; along it 1/16, 3/16, ... 15/16, 15/16, ...
    for (int i = 0; i < 8; i++) {
      assertThat(sixteen[7 * 16 + i]).isEqualTo((2 * i + 1) / 16f * 15 / 16);
      assertThat(sixteen[7 * 16 + 15 - i]).isEqualTo((2 * i + 1) / 16f * 15 / 16);
    }
    float[] odd = Filler.Bilinear.kernel(63);
    for (int i = 0; i < 32; i++) {
      assertThat(odd[31 * 63 + i]).isEqualTo((i + 1) / 32f);
      assertThat(odd[31 * 63 + 62 - i]).isEqualTo((i + 1) / 32f);
    }
  }

  /** Upsampling must leave a constant as it is: the kernel's taps of every phase add up to 1. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 32})
  void everyPhaseAddsUpToOne(int stride) {
    int size = 2 * stride;
    float[] kernel = Filler.Bilinear.kernel(size);
    for (int phase = 0; phase < stride * stride; phase++) {
      int row = phase / stride;
      int column = phase % stride;
      double sum = 0;
      for (int i = row; i < size; i += stride) {
        for (int j = column; j < size; j += stride) {
          sum += kernel[i * size + j];
        }
      }
      assertThat(sum).isEqualTo(1, offset(1e-6));
    }
  }

  @Test
  void bilinearFillsTheDiagonalOrEverySlice() {
    ParameterSpec spec = new ParameterSpec("weight", List.of(3, 3, 4, 4));
    float[] diagonal = new Filler.Bilinear(true).fill("up", spec, 1);
    float[] all = new Filler.Bilinear(false).fill("up", spec, 1);
    float[] kernel = Filler.Bilinear.kernel(4);
    for (int slice = 0; slice < 9; slice++) {
      float[] part = Arrays.copyOfRange(diagonal, slice * 16, slice * 16 + 16);
      assertThat(part).isEqualTo(slice % 4 == 0 ? kernel : new float[16]);
      assertThat(Arrays.copyOfRange(all, slice * 16, slice * 16 + 16)).isEqualTo(kernel);
    }
  }

  @Test
  void bilinearNeedsASquareKernel() {
    ParameterSpec spec = new ParameterSpec("weight", List.of(3, 3, 4, 6));
    assertThatThrownBy(() -> new Filler.Bilinear(true).fill("up", spec, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("up")
        .hasMessageContaining("[3, 3, 4, 6]");
  }

  @Test
  void randomValuesHaveTheirMeanAndSpread() {
    double fanIn = 32 * 9;
    assertSpread(new Filler.Gaussian(0.01).fill("a", WEIGHT, 3), 0.01);
    assertSpread(new Filler.He().fill("a", WEIGHT, 3), Math.sqrt(2 / fanIn));
    float[] uniform = new Filler.Xavier().fill("a", WEIGHT, 3);
    double bound = Math.sqrt(3 / fanIn);
    assertSpread(uniform, bound / Math.sqrt(3));
    for (float value : uniform) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
    }
  }

  private static void assertSpread(float[] values, double expected) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    // 18432 values: the mean's deviation is 0.7 % of the spread, the spread's 0.5 %.
    assertThat(sum / values.length).isEqualTo(0, offset(0.03 * expected));
    assertThat(Math.sqrt(squares / values.length)).isEqualTo(expected, offset(0.03 * expected));
  }

  @Test
  void valuesFollowFromSeedAndNameAlone() {
    for (Filler filler : List.of(new Filler.Gaussian(1), new Filler.He(), new Filler.Xavier())) {
      float[] values = filler.fill("conv1.weight", WEIGHT, 3);
      assertThat(filler.fill("conv1.weight", WEIGHT, 3)).isEqualTo(values);
      assertThat(filler.fill("conv1.weight", WEIGHT, 4)).isNotEqualTo(values);
      assertThat(filler.fill("conv2.weight", WEIGHT, 3)).isNotEqualTo(values);
    }
    ParameterSpec odd = new ParameterSpec("weight", List.of(3));
    assertThat(new Filler.Gaussian(1).fill("a", odd, 3)).hasSize(3).doesNotContain(0);
    assertThat(new Filler.Constant(2).fill("a", odd, 3)).containsOnly(2);
  }

  @Test
  void stretchesAreTheWholeInPieces() {
    List<Filler> fillers =
        List.of(
            new Filler.Gaussian(1),
            new Filler.He(),
            new Filler.Xavier(),
            new Filler.Constant(2),
            new Filler.Bilinear(true));
    ParameterSpec spec = new ParameterSpec("weight", List.of(50, 50, 4, 4));
    for (Filler filler : fillers) {
      float[] whole = filler.fill("a", spec, 3);
      float[] pieces = new float[whole.length];
      float[] buffer = new float[4099];
      for (int first = 0; first < whole.length; first += buffer.length) {
        int count = Math.min(buffer.length, whole.length - first);
        filler.fill("a", spec, 3, first, buffer, count);
        System.arraycopy(buffer, 0, pieces, first, count);
      }
      assertThat(pieces).as(filler.toString()).isEqualTo(whole);
    }
  }
}
