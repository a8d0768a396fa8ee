package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.testing.TestGpu;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** cuDNN's calls on small tensors with answers worked out by hand. */
@Tag("gpu")
class CudnnTest {
  private static final float[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final float[] WEIGHTS = {1, 2, 3, 4};
  private static final long WEIGHTS_AT = 256;
  private static final long OUT_AT = 512;
  private static final long EXTRA_AT = 768;
  private static final long WORKSPACE_AT = 1024;
  private static final long WORKSPACE_BYTES = 1 << 20;

  private final Lifetime lifetime = new Lifetime("test");
  private Gpu gpu;
  private Cudnn cudnn;
  private DeviceArena arena;

  @BeforeEach
  void open() {
    TestGpu.demand();
    gpu = lifetime.own(Gpu.open(0));
    cudnn = gpu.cudnn();
    arena = lifetime.own(gpu.arena("test", WORKSPACE_AT + WORKSPACE_BYTES));
    arena.enqueueFill(0, WORKSPACE_AT, (byte) 0, gpu.computeStream());
    arena.copyIn(0, ONE_TO_NINE);
    arena.copyIn(WEIGHTS_AT, WEIGHTS);
  }

  @AfterEach
  void close() {
    lifetime.close();
  }

  @Test
  void isVersionNine() {
    assertThat(cudnn.version()).isBetween(90000L, 99999L);
    assertThat(gpu.cudnn()).isSameAs(cudnn);
  }

  @Test
  void convolvesForwardAndAddsWhereTold() {
    CudnnConvolution convolution = convolution();
    int algorithm = first(convolution, ConvolutionPass.FORWARD);
    convolution.forward(algorithm, buffers(), false);
    assertThat(floats(OUT_AT, 4)).containsExactly(37, 47, 67, 77);
    convolution.forward(algorithm, buffers(), true);
    assertThat(floats(OUT_AT, 4)).containsExactly(74, 94, 134, 154);
  }

  @Test
  void convolvesBackwardOverwritingAndAdding() {
    CudnnConvolution convolution = convolution();
    arena.copyIn(OUT_AT, new float[] {1, 1, 1, 1});
    convolution.backwardFilter(
        first(convolution, ConvolutionPass.BACKWARD_FILTER), buffers(), true);
    assertThat(floats(WEIGHTS_AT, 4)).containsExactly(13, 18, 27, 32);
    arena.copyIn(WEIGHTS_AT, WEIGHTS);
    convolution.backwardData(first(convolution, ConvolutionPass.BACKWARD_DATA), buffers(), false);
    assertThat(floats(0, 9)).containsExactly(1, 3, 2, 4, 10, 6, 3, 7, 4);
    TensorDescriptor bias = tensor(1, 1, 1, 1);
    convolution.backwardBias(at(OUT_AT), bias, at(EXTRA_AT), false);
    convolution.backwardBias(at(OUT_AT), bias, at(EXTRA_AT), true);
    assertThat(floats(EXTRA_AT, 1)).containsExactly(8);
  }

  @Test
  void addsBiasAndActivatesInOneCall() {
    CudnnConvolution convolution = convolution();
    arena.copyIn(EXTRA_AT, new float[] {-50});
    convolution.forwardBiasActivation(
        1, buffers(), at(EXTRA_AT), tensor(1, 1, 1, 1), lifetime.own(cudnn.relu()));
    assertThat(floats(OUT_AT, 4)).containsExactly(0, 0, 17, 27);
  }

  @ParameterizedTest
  @EnumSource
  void ranksAndMeasuresAlgorithms(ConvolutionPass pass) {
    CudnnAlgorithms algorithms = convolution().algorithms();
    List<ConvolutionAlgorithm> ranked = algorithms.ranked(pass);
    List<ConvolutionAlgorithm> measured = algorithms.measured(pass, buffers());
    assertThat(ranked).anyMatch(ConvolutionAlgorithm::usable);
    assertThat(measured.getFirst().usable()).isTrue();
    assertThat(measured.getFirst().millis()).isNotNegative();
    assertThat(measured.getFirst().workspaceBytes()).isBetween(0L, WORKSPACE_BYTES);
    ConvolutionAlgorithm best =
        ranked.stream().filter(ConvolutionAlgorithm::usable).findFirst().orElseThrow();
    assertThat(algorithms.workspaceBytes(pass, best.number())).isEqualTo(best.workspaceBytes());
  }

  @Test
  void poolsAndSendsTheGradientToTheGreatest() {
    TensorDescriptor output = tensor(1, 1, 2, 2);
    PoolingShape shape = new PoolingShape(PoolingKind.MAX, 2, 2, 0, 0, 1, 1);
    CudnnPooling pooling =
        new CudnnPooling(cudnn, lifetime.own(cudnn.pooling(shape)), tensor(1, 1, 3, 3), output);
    pooling.forward(at(0), at(OUT_AT));
    assertThat(floats(OUT_AT, 4)).containsExactly(5, 6, 8, 9);
    arena.copyIn(WEIGHTS_AT, new float[] {1, 10, 100, 1000});
    pooling.backward(at(0), at(OUT_AT), at(WEIGHTS_AT), at(EXTRA_AT), false);
    pooling.backward(at(0), at(OUT_AT), at(WEIGHTS_AT), at(EXTRA_AT), true);
    assertThat(floats(EXTRA_AT, 9)).containsExactly(0, 0, 0, 0, 2, 20, 0, 200, 2000);
  }

  /**
   * With alpha = size and k = beta = 1: out = x / (1 + x^2), d out / d x = (1 - x^2) / (1 + x^2)^2.
   */
  @Test
  void normalisesAcrossChannels() {
    TensorDescriptor tensor = tensor(1, 1, 1, 3);
    CudnnLrn lrn = new CudnnLrn(cudnn, lifetime.own(cudnn.lrn(5, 5, 1, 1)), tensor);
    lrn.forward(at(0), at(OUT_AT));
    assertClose(floats(OUT_AT, 3), 0.5f, 0.4f, 0.3f);
    arena.copyIn(WEIGHTS_AT, new float[] {1, 1, 2});
    lrn.backward(at(0), at(OUT_AT), at(WEIGHTS_AT), at(EXTRA_AT), false);
    assertClose(floats(EXTRA_AT, 3), 0, -0.12f, -0.16f);
    lrn.backward(at(0), at(OUT_AT), at(WEIGHTS_AT), at(EXTRA_AT), true);
    assertClose(floats(EXTRA_AT, 3), 0, -0.24f, -0.32f);
  }

  @Test
  void descriptorsAreRefusedAndClosed() {
    assertThatThrownBy(() -> tensor(-1, 1, 1, 1))
        .isInstanceOfSatisfying(
            CudaException.class,
            failure -> assertThat(failure.library()).isEqualTo(CudaException.Library.CUDNN))
        .hasMessageContaining("cudnnSetTensor4dDescriptor(NCHW FLOAT32, n -1, c 1, h 1, w 1)")
        .hasMessageContaining("CUDNN_STATUS_BAD_PARAM");
    TensorDescriptor tensor = tensor(1, 1, 1, 1);
    tensor.close();
    tensor.close();
    assertThatThrownBy(tensor::handle).hasMessage("tensor descriptor is closed");
  }

  private static void assertClose(float[] actual, float... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(Arrays.toString(actual)).isCloseTo(expected[i], within(2e-6f));
    }
  }

  private CudnnConvolution convolution() {
    return new CudnnConvolution(
        cudnn,
        tensor(1, 1, 3, 3),
        lifetime.own(cudnn.filter(TensorLayout.NCHW, DataType.FLOAT32, 1, 1, 2, 2)),
        lifetime.own(
            cudnn.convolution(
                new ConvolutionShape(0, 0, 1, 1, 1, 1, 1), MathMode.FMA, DataType.FLOAT32)),
        tensor(1, 1, 2, 2));
  }

  private static int first(CudnnConvolution convolution, ConvolutionPass pass) {
    return convolution.algorithms().ranked(pass).stream()
        .filter(a -> a.usable() && a.deterministic() && a.workspaceBytes() <= WORKSPACE_BYTES)
        .findFirst()
        .orElseThrow()
        .number();
  }

  private TensorDescriptor tensor(int n, int c, int h, int w) {
    return lifetime.own(cudnn.tensor(TensorLayout.NCHW, DataType.FLOAT32, n, c, h, w));
  }

  private ConvolutionBuffers buffers() {
    return new ConvolutionBuffers(
        at(0), at(WEIGHTS_AT), at(OUT_AT), at(WORKSPACE_AT), WORKSPACE_BYTES);
  }

  private long at(long offsetBytes) {
    return arena.address(offsetBytes, 1);
  }

  private float[] floats(long offsetBytes, int count) {
    float[] out = new float[count];
    arena.copyOut(offsetBytes, out);
    return out;
  }
}
