package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.cuda.ConvolutionBuffers;
import fcn4j.cuda.ConvolutionPass;
import fcn4j.cuda.DeviceArena;
import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import fcn4j.testing.TestGpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 1x1 convolutions as matrix products, whatever measuring would have chosen, with whole numbers.
 */
@Tag("gpu")
class PointwiseProductTest {
  private static final int IMAGES = 2;
  private static final int IN = 3;
  private static final int OUT = 5;
  private static final int PIXELS = 12;
  private static final Conv2d CONV = Conv2d.square(IN, OUT, 1, 1, 0);
  private static final Shape IMAGE = new Shape(IMAGES, IN, 3, 4);

  private GpuBackend backend;

  @BeforeEach
  void open() {
    backend = TestGpu.open();
  }

  @AfterEach
  void close() {
    if (backend != null) {
      backend.close();
    }
  }

  /** Whole numbers from -5 to 5, so that sums are exact in any order. */
  private static float[] numbers(int count, int seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.floorMod(seed * 7 + i * i * 3 + i * seed, 11) - 5;
    }
    return values;
  }

  private float[] run(
      ConvolutionPass pass, float[] image, float[] weights, float[] output, boolean accumulate) {
    PointwiseProduct product = new PointwiseProduct(backend.gpu().cublas(), CONV, IMAGE);
    try (DeviceArena x = backend.gpu().arena("image", 4L * image.length);
        DeviceArena w = backend.gpu().arena("weights", 4L * weights.length);
        DeviceArena y = backend.gpu().arena("output", 4L * output.length)) {
      x.copyIn(0, image);
      w.copyIn(0, weights);
      y.copyIn(0, output);
      ConvolutionBuffers at =
          new ConvolutionBuffers(
              x.address(0, x.bytes()), w.address(0, w.bytes()), y.address(0, y.bytes()), 0, 0);
      product.run(pass, at, accumulate);
      DeviceArena written =
          switch (pass) {
            case FORWARD -> y;
            case BACKWARD_DATA -> x;
            case BACKWARD_FILTER -> w;
          };
      float[] result = new float[(int) (written.bytes() / 4)];
      written.copyOut(0, result);
      return result;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPass(boolean accumulate) {
    float[] image = numbers(IMAGES * IN * PIXELS, 1);
    float[] weights = numbers(OUT * IN, 2);
    float[] output = numbers(IMAGES * OUT * PIXELS, 3);
    float[] forward = accumulate ? output.clone() : new float[output.length];
    float[] data = accumulate ? image.clone() : new float[image.length];
    float[] filter = accumulate ? weights.clone() : new float[weights.length];
    for (int n = 0; n < IMAGES; n++) {
      for (int o = 0; o < OUT; o++) {
        for (int c = 0; c < IN; c++) {
          for (int p = 0; p < PIXELS; p++) {
            int x = (n * IN + c) * PIXELS + p;
            int y = (n * OUT + o) * PIXELS + p;
            forward[y] += weights[o * IN + c] * image[x];
            data[x] += weights[o * IN + c] * output[y];
            filter[o * IN + c] += output[y] * image[x];
          }
        }
      }
    }
    assertThat(run(ConvolutionPass.FORWARD, image, weights, output, accumulate)).isEqualTo(forward);
    assertThat(run(ConvolutionPass.BACKWARD_DATA, image, weights, output, accumulate))
        .isEqualTo(data);
    assertThat(run(ConvolutionPass.BACKWARD_FILTER, image, weights, output, accumulate))
        .isEqualTo(filter);
  }

  @Test
  void fitsPlain1x1Alone() {
    assertThat(PointwiseProduct.fits(CONV, IMAGE)).isTrue();
    assertThat(PointwiseProduct.fits(Conv2d.square(3, 5, 3, 1, 1), IMAGE)).isFalse();
    assertThat(PointwiseProduct.fits(Conv2d.square(3, 5, 1, 2, 0), IMAGE)).isFalse();
    assertThat(PointwiseProduct.fits(Conv2d.square(3, 5, 1, 1, 1), IMAGE)).isFalse();
    Conv2d grouped =
        new Conv2d(3, 6, Extent2.ONE, Extent2.ONE, Extent2.ZERO, Extent2.ONE, 3, false);
    assertThat(PointwiseProduct.fits(grouped, IMAGE)).isFalse();
  }
}
