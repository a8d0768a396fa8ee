package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activations, sums, softmax, layouts and the fused convolution of the stand-in for cuDNN. */
class CudnnPointwiseStandInTest {
  private static final int RELU = 1;
  private static final int IDENTITY = 5;

  private cudnnHandle handle = new cudnnHandle();

  @BeforeEach
  void start() {
    start(EmulatorOptions.standard());
  }

  private void start(EmulatorOptions options) {
    EmulatedDevice.reset(options);
    handle = new cudnnHandle();
    assertThat(JCudnn.cudnnCreate(handle)).isZero();
  }

  private static Pointer scalar(float value) {
    return Pointer.to(new float[] {value});
  }

  private static CUdeviceptr put(float... values) {
    CUdeviceptr pointer = new CUdeviceptr();
    EmulatedKernels.check(JCudaDriver.cuMemAlloc(pointer, (long) values.length * Float.BYTES));
    EmulatedKernels.check(
        JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Float.BYTES));
    return pointer;
  }

  private static float[] get(CUdeviceptr pointer, int count) {
    float[] values = new float[count];
    EmulatedKernels.check(
        JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Float.BYTES));
    return values;
  }

  private static cudnnTensorDescriptor tensor(int format, int n, int c, int h, int w) {
    cudnnTensorDescriptor descriptor = new cudnnTensorDescriptor();
    JCudnn.cudnnCreateTensorDescriptor(descriptor);
    assertThat(JCudnn.cudnnSetTensor4dDescriptor(descriptor, format, 0, n, c, h, w)).isZero();
    return descriptor;
  }

  private static cudnnActivationDescriptor activation(int mode) {
    cudnnActivationDescriptor descriptor = new cudnnActivationDescriptor();
    JCudnn.cudnnCreateActivationDescriptor(descriptor);
    assertThat(JCudnn.cudnnSetActivationDescriptor(descriptor, mode, 0, 0)).isZero();
    return descriptor;
  }

  @Test
  void activatesAndBlends() {
    cudnnTensorDescriptor t = tensor(0, 1, 1, 1, 4);
    CUdeviceptr x = put(-1, 2, 0, 3);
    CUdeviceptr y = put(10, 10, 10, 10);
    assertThat(
            JCudnn.cudnnActivationForward(
                handle, activation(RELU), scalar(2), t, x, scalar(0.5f), t, y))
        .isZero();
    assertThat(get(y, 4)).containsExactly(5, 9, 5, 11);
    CUdeviceptr dx = put(new float[4]);
    assertThat(
            JCudnn.cudnnActivationBackward(
                handle,
                activation(RELU),
                scalar(1),
                t,
                x,
                t,
                put(1, 2, 3, 4),
                t,
                x,
                scalar(0),
                t,
                dx))
        .isZero();
    assertThat(get(dx, 4)).containsExactly(0, 2, 0, 4);
  }

  @Test
  void addsOneValueAChannel() {
    CUdeviceptr c = put(1, 1, 1, 1, 2, 2, 2, 2);
    assertThat(
            JCudnn.cudnnAddTensor(
                handle,
                scalar(3),
                tensor(0, 1, 2, 1, 1),
                put(10, 20),
                scalar(1),
                tensor(0, 1, 2, 2, 2),
                c))
        .isZero();
    assertThat(get(c, 8)).containsExactly(31, 31, 31, 31, 62, 62, 62, 62);
    assertThat(
            JCudnn.cudnnAddTensor(
                handle,
                scalar(1),
                tensor(0, 1, 3, 1, 1),
                put(1, 2, 3),
                scalar(1),
                tensor(0, 1, 2, 2, 2),
                c))
        .isEqualTo(2000);
  }

  @Test
  void softmaxOverChannelsAndItsLogarithm() {
    cudnnTensorDescriptor t = tensor(0, 1, 2, 1, 2);
    CUdeviceptr x = put(1, 2, 3, 2);
    CUdeviceptr y = put(new float[4]);
    assertThat(JCudnn.cudnnSoftmaxForward(handle, 1, 1, scalar(1), t, x, scalar(0), t, y)).isZero();
    float[] p = get(y, 4);
    assertThat((double) p[0]).isCloseTo(1 / (1 + Math.exp(2)), within(1e-6));
    assertThat(p[1]).isEqualTo(0.5f);
    assertThat(p[0] + p[2]).isEqualTo(1f);
    assertThat(JCudnn.cudnnSoftmaxForward(handle, 2, 1, scalar(1), t, x, scalar(0), t, y)).isZero();
    assertThat((double) get(y, 4)[0]).isCloseTo(-Math.log(1 + Math.exp(2)), within(1e-6));
  }

  @Test
  void layoutsAreHonoured() {
    CUdeviceptr in = put(1, 2, 3, 4, 5, 6);
    CUdeviceptr out = put(new float[6]);
    assertThat(
            JCudnn.cudnnActivationForward(
                handle,
                activation(IDENTITY),
                scalar(1),
                tensor(0, 1, 2, 1, 3),
                in,
                scalar(0),
                tensor(1, 1, 2, 1, 3),
                out))
        .isZero();
    assertThat(get(out, 6)).containsExactly(1, 4, 2, 5, 3, 6);
    cudnnTensorDescriptor every = new cudnnTensorDescriptor();
    JCudnn.cudnnCreateTensorDescriptor(every);
    assertThat(JCudnn.cudnnSetTensor4dDescriptorEx(every, 0, 1, 1, 1, 3, 6, 6, 6, 2)).isZero();
    assertThat(
            JCudnn.cudnnActivationForward(
                handle,
                activation(IDENTITY),
                scalar(-1),
                tensor(0, 1, 1, 1, 3),
                in,
                scalar(0),
                every,
                out))
        .isZero();
    assertThat(get(out, 6)).containsExactly(-1, 4, -2, 5, -3, 6);
  }

  /** A 1x1 convolution of two channels to one, with bias and addend. */
  private int fused(
      cudnnActivationDescriptor act, int algorithm, CUdeviceptr x, CUdeviceptr y, float addend) {
    cudnnFilterDescriptor f = new cudnnFilterDescriptor();
    JCudnn.cudnnCreateFilterDescriptor(f);
    JCudnn.cudnnSetFilter4dDescriptor(f, 0, 0, 1, 2, 1, 1);
    cudnnConvolutionDescriptor conv = new cudnnConvolutionDescriptor();
    JCudnn.cudnnCreateConvolutionDescriptor(conv);
    JCudnn.cudnnSetConvolution2dDescriptor(conv, 0, 0, 1, 1, 1, 1, 1, 0);
    CUdeviceptr work = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(work, 8192);
    cudnnTensorDescriptor out = tensor(0, 1, 1, 1, 3);
    return JCudnn.cudnnConvolutionBiasActivationForward(
        handle,
        scalar(1),
        tensor(0, 1, 2, 1, 3),
        x,
        f,
        put(1, -1),
        conv,
        algorithm,
        work,
        8192,
        scalar(addend),
        out,
        y,
        tensor(0, 1, 1, 1, 1),
        put(0.5f),
        act,
        out,
        y);
  }

  @Test
  void theFusedConvolutionAddsBiasAndAddendBeforeTheActivation() {
    CUdeviceptr x = put(1, 2, 3, 4, 2, 1);
    CUdeviceptr y = put(1, 1, 1);
    assertThat(fused(activation(RELU), 0, x, y, 2)).isZero();
    assertThat(get(y, 3)).containsExactly(0, 2.5f, 4.5f);
    assertThat(fused(activation(IDENTITY), 1, x, y, 0)).isZero();
    assertThat(get(y, 3)).containsExactly(-2.5f, 0.5f, 2.5f);
    assertThat(fused(activation(IDENTITY), 0, x, y, 0))
        .as("not with this algorithm")
        .isEqualTo(3000);
    assertThat(fused(activation(2), 1, x, y, 0)).as("tanh is not fused").isEqualTo(3000);
  }

  @Test
  void workGoesToTheStreamOfTheHandle() {
    start(EmulatorOptions.standard().lazy());
    CUstream stream = new CUstream();
    EmulatedKernels.check(JCudaDriver.cuStreamCreate(stream, 1));
    assertThat(JCudnn.cudnnSetStream(handle, new cudaStream_t(stream))).isZero();
    cudnnTensorDescriptor t = tensor(0, 1, 1, 1, 2);
    CUdeviceptr y = put(7, 7);
    assertThat(
            JCudnn.cudnnActivationForward(
                handle, activation(RELU), scalar(1), t, put(-1, 1), scalar(0), t, y))
        .isZero();
    assertThat(get(y, 2)).containsExactly(7, 7);
    EmulatedKernels.check(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(get(y, 2)).containsExactly(0, 1);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
