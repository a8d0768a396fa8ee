package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.cuda.CudaException;
import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.EmulatorOptions;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.net.VggShape;
import fcn4j.op.StepState;
import fcn4j.tensor.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What only the emulated device can show of training: every call failing once, leaks, late work.
 */
class GpuFaultsTest {
  private static final Shape IMAGE = new Shape(1, 3, 4, 5);
  private static final int CLASSES = 2;

  @AfterEach
  void forgetTheDevice() {
    EmulatedDevice.reset();
  }

  /** Opens the GPU, trains three steps: as they are, captured, replayed; closes everything. */
  private static double session() {
    VggShape shape =
        new VggShape(3, List.of(new VggShape.Stage(1, 1)), 0, 1, 2, 2, 0.5).withSafePad();
    Graph graph =
        Fusion.rewrite(TinyNets.fcn(shape, FcnVariant.FCN_32S, Upsampling.FIXED), Set.of());
    GpuOptions options = GpuOptions.defaults().withRemember(false);
    double loss = 0;
    try (GpuBackend backend = GpuBackend.open(0, options);
        Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      parameters.initialise(3);
      for (int step = 0; step < 3; step++) {
        Feeds feeds =
            Feeds.of("data", TinyNets.image(IMAGE, step))
                .with("label", TinyNets.labels(IMAGE, CLASSES, step));
        executor.step(feeds, new StepState(1, step), false);
        loss = executor.loss();
        parameters.update(1e-3, 0.9, 5e-4, 1, 1);
      }
      backend.synchronize();
    }
    return loss;
  }

  /** Fails the first call, then the second, and so on, until the session has no call left. */
  @Test
  void everyFailingCallIsNamedAndNothingLeaks() {
    Set<String> failed = new LinkedHashSet<>();
    int calls = 0;
    for (boolean reached = true; reached; calls++) {
      EmulatedDevice device = EmulatedDevice.reset(EmulatorOptions.standard().lenient());
      device.calls().failNthOverall(calls + 1);
      CudaException thrown = null;
      try {
        session();
      } catch (CudaException failure) {
        thrown = failure;
      }
      List<String> injected = device.calls().injected();
      reached = !injected.isEmpty();
      assertThat(device.leaks()).as("%s", injected).isEmpty();
      if (reached) {
        String function = injected.getFirst().split(" ")[0];
        assertThat(thrown).as("call %d, %s", calls + 1, function).isNotNull();
        assertThat(thrown.call()).startsWith(function + "(");
        failed.add(function);
      } else {
        assertThat(thrown).isNull();
      }
    }
    assertThat(calls).isGreaterThan(300);
    assertThat(failed)
        .contains(
            "cuInit",
            "cuMemAlloc",
            "cuMemFree",
            "cuModuleLoadDataEx",
            "cuLaunchKernel",
            "cuMemcpyHtoDAsync",
            "cuMemcpyDtoHAsync",
            "cuMemsetD8Async",
            "cuStreamBeginCapture",
            "cuStreamEndCapture",
            "cuGraphInstantiate",
            "cuGraphLaunch",
            "cuGraphExecDestroy",
            "cudnnFindConvolutionForwardAlgorithmEx",
            "cudnnConvolutionForward",
            "cudnnConvolutionBackwardFilter",
            "cudnnDestroyTensorDescriptor",
            "cublasSgemm");
  }

  @Test
  void aFailureInANodeNamesTheNodeAndItsShapes() {
    EmulatedDevice device = EmulatedDevice.reset(EmulatorOptions.standard().lenient());
    device.calls().failNth("cudnnConvolutionBackwardFilter", 1, 5000);
    assertThatThrownBy(GpuFaultsTest::session)
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("cudnnConvolutionBackwardFilter(")
        .hasMessageContaining("in node ")
        .hasMessageContaining(": Conv2d")
        .hasMessageContaining(" -> (1,");
  }

  /**
   * Streams that run only when something waits show a wait that is missing. The two sessions may
   * have measured and chosen other algorithms, hence no equal bits.
   */
  @Test
  void lazyStreamsGiveTheSameLoss() {
    EmulatedDevice.reset();
    double eager = session();
    EmulatedDevice device = EmulatedDevice.reset(EmulatorOptions.standard().lazy());
    assertThat(session()).isCloseTo(eager, Offset.offset(1e-5 * eager));
    assertThat(device.leaks()).isEmpty();
    assertThat(device.firstFault()).isNull();
  }

  @Test
  void aSmallDeviceRunsOutOfMemoryWithAllNumbers() {
    EmulatedDevice device =
        EmulatedDevice.reset(EmulatorOptions.standard().lenient().withCapacityBytes(1 << 20));
    assertThatThrownBy(GpuFaultsTest::session)
        .isInstanceOfSatisfying(
            CudaException.class, failure -> assertThat(failure.isOutOfMemory()).isTrue())
        .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
    assertThat(device.leaks()).isEmpty();
  }
}
