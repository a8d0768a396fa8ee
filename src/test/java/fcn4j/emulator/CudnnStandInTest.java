package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.emulator.memory.EmulatorFault;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnLRNDescriptor;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-in for cuDNN against plain loops in double, and its refusals. */
class CudnnStandInTest {
  private static final Pointer ONE = Pointer.to(new float[] {1});
  private static final Pointer ZERO = Pointer.to(new float[] {0});

  private final Random random = new Random(5);
  private final cudnnHandle handle = new cudnnHandle();

  /** n, c, h, w, k, kernel, pad, stride, dilation, groups. */
  record Case(int n, int c, int h, int w, int k, int r, int pad, int stride, int dil, int groups) {
    int outH() {
      return (h + 2 * pad - dil * (r - 1) - 1) / stride + 1;
    }

    int outW() {
      return (w + 2 * pad - dil * (r - 1) - 1) / stride + 1;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(2, 3, 7, 9, 4, 3, 1, 1, 1, 1),
        new Case(1, 4, 11, 8, 6, 3, 2, 2, 1, 2),
        new Case(1, 2, 9, 9, 3, 3, 3, 1, 3, 1),
        new Case(2, 5, 4, 4, 7, 4, 0, 1, 1, 1),
        new Case(1, 3, 12, 10, 2, 5, 100, 4, 1, 1));
  }

  @BeforeEach
  void start() {
    EmulatedDevice.reset();
    assertThat(JCudnn.cudnnCreate(handle)).isZero();
  }

  private CUdeviceptr put(float... values) {
    CUdeviceptr pointer = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(pointer, (long) values.length * Float.BYTES);
    JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Float.BYTES);
    return pointer;
  }

  private static float[] get(CUdeviceptr pointer, int count) {
    float[] values = new float[count];
    JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Float.BYTES);
    return values;
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static cudnnTensorDescriptor tensor(int n, int c, int h, int w) {
    cudnnTensorDescriptor descriptor = new cudnnTensorDescriptor();
    JCudnn.cudnnCreateTensorDescriptor(descriptor);
    assertThat(JCudnn.cudnnSetTensor4dDescriptor(descriptor, 0, 0, n, c, h, w)).isZero();
    return descriptor;
  }

  private static cudnnFilterDescriptor filter(Case one) {
    cudnnFilterDescriptor descriptor = new cudnnFilterDescriptor();
    JCudnn.cudnnCreateFilterDescriptor(descriptor);
    assertThat(
            JCudnn.cudnnSetFilter4dDescriptor(
                descriptor, 0, 0, one.k, one.c / one.groups, one.r, one.r))
        .isZero();
    return descriptor;
  }

  private static cudnnConvolutionDescriptor convolution(Case one) {
    cudnnConvolutionDescriptor descriptor = new cudnnConvolutionDescriptor();
    JCudnn.cudnnCreateConvolutionDescriptor(descriptor);
    assertThat(
            JCudnn.cudnnSetConvolution2dDescriptor(
                descriptor, one.pad, one.pad, one.stride, one.stride, one.dil, one.dil, 1, 0))
        .isZero();
    assertThat(JCudnn.cudnnSetConvolutionGroupCount(descriptor, one.groups)).isZero();
    return descriptor;
  }

  /** Visits every product of the convolution: output, weight and image indices. */
  private interface Product {
    void of(int out, int weight, int image);
  }

  private static void products(Case one, Product product) {
    int groupC = one.c / one.groups;
    for (int n = 0; n < one.n; n++) {
      for (int k = 0; k < one.k; k++) {
        for (int o = 0; o < one.outH() * one.outW(); o++) {
          for (int tap = 0; tap < groupC * one.r * one.r; tap++) {
            int gc = tap / (one.r * one.r);
            int c = k / (one.k / one.groups) * groupC + gc;
            int y = o / one.outW() * one.stride - one.pad + tap / one.r % one.r * one.dil;
            int x = o % one.outW() * one.stride - one.pad + tap % one.r * one.dil;
            if (y >= 0 && y < one.h && x >= 0 && x < one.w) {
              product.of(
                  (n * one.k + k) * one.outH() * one.outW() + o,
                  k * groupC * one.r * one.r + tap,
                  ((n * one.c + c) * one.h + y) * one.w + x);
            }
          }
        }
      }
    }
  }

  private static void near(float[] actual, double[] expected) {
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convolvesForwardAndBackward(Case one) {
    float[] image = values(one.n * one.c * one.h * one.w);
    float[] weights = values(one.k * one.c / one.groups * one.r * one.r);
    float[] dOut = values(one.n * one.k * one.outH() * one.outW());
    double[] out = new double[dOut.length];
    double[] dImage = new double[image.length];
    double[] dWeights = new double[weights.length];
    products(
        one,
        (o, w, i) -> {
          out[o] += (double) weights[w] * image[i];
          dImage[i] += (double) weights[w] * dOut[o];
          dWeights[w] += (double) image[i] * dOut[o];
        });
    cudnnTensorDescriptor x = tensor(one.n, one.c, one.h, one.w);
    cudnnTensorDescriptor y = tensor(one.n, one.k, one.outH(), one.outW());
    cudnnFilterDescriptor f = filter(one);
    cudnnConvolutionDescriptor conv = convolution(one);
    CUdeviceptr px = put(image);
    CUdeviceptr pw = put(weights);
    CUdeviceptr pdy = put(dOut);
    CUdeviceptr py = put(dOut);
    CUdeviceptr work = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(work, 1 << 20);
    assertThat(
            JCudnn.cudnnConvolutionForward(
                handle, ONE, x, px, f, pw, conv, 0, null, 0, ZERO, y, py))
        .isZero();
    near(get(py, out.length), out);
    assertThat(
            JCudnn.cudnnConvolutionBackwardData(
                handle, ONE, f, pw, y, pdy, conv, 1, work, 1 << 20, ONE, x, px))
        .isZero();
    for (int i = 0; i < dImage.length; i++) {
      dImage[i] += image[i];
    }
    near(get(px, dImage.length), dImage);
    assertThat(
            JCudnn.cudnnConvolutionBackwardFilter(
                handle, ONE, x, put(image), y, pdy, conv, 1, work, 1 << 20, ZERO, f, pw))
        .isZero();
    near(get(pw, dWeights.length), dWeights);
  }

  @Test
  void biasGradientSumsEachChannel() {
    float[] dOut = values(2 * 3 * 4 * 5);
    double[] sums = new double[3];
    for (int i = 0; i < dOut.length; i++) {
      sums[i / 20 % 3] += dOut[i];
    }
    CUdeviceptr bias = put(new float[3]);
    assertThat(
            JCudnn.cudnnConvolutionBackwardBias(
                handle, ONE, tensor(2, 3, 4, 5), put(dOut), ZERO, tensor(1, 3, 1, 1), bias))
        .isZero();
    near(get(bias, 3), sums);
  }

  @Test
  void poolsAndRoutesTheGradientToTheMaximum() {
    cudnnPoolingDescriptor pool = new cudnnPoolingDescriptor();
    JCudnn.cudnnCreatePoolingDescriptor(pool);
    assertThat(JCudnn.cudnnSetPooling2dDescriptor(pool, 0, 0, 2, 2, 0, 0, 2, 2)).isZero();
    cudnnTensorDescriptor in = tensor(1, 1, 4, 4);
    cudnnTensorDescriptor out = tensor(1, 1, 2, 2);
    CUdeviceptr x = put(1, 2, 5, 0, 3, 4, 1, 1, 9, 8, 0, 0, 7, 6, 0, 2);
    CUdeviceptr y = put(new float[4]);
    assertThat(JCudnn.cudnnPoolingForward(handle, pool, ONE, in, x, ZERO, out, y)).isZero();
    assertThat(get(y, 4)).containsExactly(4, 5, 9, 2);
    CUdeviceptr dx = put(new float[16]);
    CUdeviceptr dy = put(10, 20, 30, 40);
    assertThat(JCudnn.cudnnPoolingBackward(handle, pool, ONE, out, y, out, dy, in, x, ZERO, in, dx))
        .isZero();
    assertThat(get(dx, 16)).containsExactly(0, 0, 20, 0, 0, 10, 0, 0, 30, 0, 0, 0, 0, 0, 0, 40);
    assertThat(JCudnn.cudnnPoolingForward(handle, pool, ONE, in, x, ZERO, tensor(1, 1, 3, 3), y))
        .isEqualTo(2000);
  }

  @Test
  void normalisesAcrossChannels() {
    cudnnLRNDescriptor lrn = new cudnnLRNDescriptor();
    JCudnn.cudnnCreateLRNDescriptor(lrn);
    assertThat(JCudnn.cudnnSetLRNDescriptor(lrn, 5, 1e-1, 0.75, 2.0)).isZero();
    cudnnTensorDescriptor t = tensor(1, 7, 1, 2);
    float[] image = values(14);
    CUdeviceptr x = put(image);
    CUdeviceptr y = put(new float[14]);
    assertThat(JCudnn.cudnnLRNCrossChannelForward(handle, lrn, 0, ONE, t, x, ZERO, t, y)).isZero();
    double[] expected = new double[14];
    for (int c = 0; c < 7; c++) {
      for (int p = 0; p < 2; p++) {
        double sum = 0;
        for (int o = Math.max(0, c - 2); o <= Math.min(6, c + 2); o++) {
          sum += image[o * 2 + p] * (double) image[o * 2 + p];
        }
        expected[c * 2 + p] = image[c * 2 + p] * Math.pow(2 + 0.1 / 5 * sum, -0.75);
      }
    }
    near(get(y, 14), expected);
  }

  @Test
  void gradientOfTheNormalisationIsItsDerivative() {
    cudnnLRNDescriptor lrn = new cudnnLRNDescriptor();
    JCudnn.cudnnCreateLRNDescriptor(lrn);
    JCudnn.cudnnSetLRNDescriptor(lrn, 3, 2, 0.5, 1);
    cudnnTensorDescriptor t = tensor(1, 4, 1, 1);
    float[] image = {0.5f, -1, 2, 1.5f};
    float[] dOut = {1, -2, 0.5f, 3};
    CUdeviceptr dx = put(new float[4]);
    CUdeviceptr y = put(new float[4]);
    JCudnn.cudnnLRNCrossChannelBackward(
        handle, lrn, 0, ONE, t, y, t, put(dOut), t, put(image), ZERO, t, dx);
    double[] numeric = new double[4];
    for (int i = 0; i < 4; i++) {
      numeric[i] =
          (loss(lrn, t, image, dOut, i, 1e-2f) - loss(lrn, t, image, dOut, i, -1e-2f)) / 2e-2;
    }
    float[] analytic = get(dx, 4);
    for (int i = 0; i < 4; i++) {
      assertThat((double) analytic[i]).isCloseTo(numeric[i], within(1e-3));
    }
  }

  private double loss(
      cudnnLRNDescriptor lrn,
      cudnnTensorDescriptor t,
      float[] image,
      float[] dOut,
      int at,
      float step) {
    float[] moved = image.clone();
    moved[at] += step;
    CUdeviceptr y = put(new float[4]);
    JCudnn.cudnnLRNCrossChannelForward(handle, lrn, 0, ONE, t, put(moved), ZERO, t, y);
    float[] out = get(y, 4);
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += out[i] * (double) dOut[i];
    }
    return sum;
  }

  @Test
  void wrongShapesAndMissingWorkspaceAreRefused() {
    Case one = new Case(1, 2, 5, 5, 3, 3, 1, 1, 1, 1);
    cudnnTensorDescriptor x = tensor(1, 2, 5, 5);
    cudnnTensorDescriptor wrong = tensor(1, 3, 5, 4);
    cudnnTensorDescriptor y = tensor(1, 3, 5, 5);
    CUdeviceptr memory = put(values(200));
    cudnnConvolutionDescriptor conv = convolution(one);
    cudnnFilterDescriptor f = filter(one);
    assertThat(
            JCudnn.cudnnConvolutionForward(
                handle, ONE, x, memory, f, memory, conv, 0, null, 0, ZERO, wrong, memory))
        .isEqualTo(2000);
    assertThat(
            JCudnn.cudnnConvolutionForward(
                handle, ONE, x, memory, f, memory, conv, 2, null, 0, ZERO, y, memory))
        .isEqualTo(2000);
    assertThat(
            JCudnn.cudnnConvolutionForward(
                handle, ONE, x, memory, f, memory, conv, 4, null, 0, ZERO, y, memory))
        .isEqualTo(3000);
    assertThat(JCudnn.cudnnGetErrorString(3000)).isEqualTo("CUDNN_STATUS_NOT_SUPPORTED");
  }

  @Test
  void readsBeyondAnAllocationAreFaults() {
    Case one = new Case(1, 2, 5, 5, 3, 3, 1, 1, 1, 1);
    CUdeviceptr small = put(values(49));
    CUdeviceptr room = put(values(200));
    assertThatThrownBy(() ->
            JCudnn.cudnnConvolutionForward(
                handle,
                ONE,
                tensor(1, 2, 5, 5),
                small,
                filter(one),
                room,
                convolution(one),
                0,
                null,
                0,
                ZERO,
                tensor(1, 3, 5, 5),
                room))
        .isInstanceOf(EmulatorFault.class)
        .hasMessageContaining("OUT_OF_BOUNDS");
  }

  @Test
  void listsAlgorithmsWithWorkspaceAndDeterminism() {
    Case one = new Case(1, 2, 9, 9, 3, 3, 1, 2, 1, 1);
    cudnnConvolutionFwdAlgoPerf[] found = new cudnnConvolutionFwdAlgoPerf[8];
    Arrays.setAll(found, i -> new cudnnConvolutionFwdAlgoPerf());
    int[] count = new int[1];
    assertThat(
            JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                handle,
                tensor(1, 2, 9, 9),
                filter(one),
                convolution(one),
                tensor(1, 3, 5, 5),
                8,
                count,
                found))
        .isZero();
    assertThat(count[0]).isEqualTo(4);
    assertThat(found[0].status).isZero();
    assertThat(found[3].algo).as("winograd cannot stride").isEqualTo(6);
    assertThat(found[3].status).isEqualTo(3000);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
