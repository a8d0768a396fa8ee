package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.EmulatorOptions;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the emulated device can show: leaks, every call failing once, lazy streams, faults. */
class EmulatedGpuTest {
  @AfterEach
  void forgetTheDevice() {
    EmulatedDevice.reset();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSessionLeavesNothing(boolean lazy) {
    EmulatorOptions standard = EmulatorOptions.standard();
    EmulatedDevice device = EmulatedDevice.reset(lazy ? standard.lazy() : standard);
    assertThat(session()).isEqualTo(10.5f);
    assertThat(device.leaks()).isEmpty();
    assertThat(device.firstFault()).isNull();
  }

  /** Fails the first call, then the second, and so on, until a session has no call left to fail. */
  @Test
  void everyFailingCallIsNamedAndNothingLeaks() {
    List<String> failed = new ArrayList<>();
    boolean reached = true;
    for (int nth = 1; reached; nth++) {
      EmulatedDevice device = EmulatedDevice.reset(EmulatorOptions.standard().lenient());
      device.calls().failNthOverall(nth);
      CudaException thrown = null;
      try {
        session();
      } catch (CudaException failure) {
        thrown = failure;
      }
      reached = !device.calls().injected().isEmpty();
      assertThat(device.leaks()).as("%s", device.calls().injected()).isEmpty();
      if (reached) {
        String function = device.calls().injected().getFirst().split(" ")[0];
        assertThat(thrown).as("call %d, %s", nth, function).isNotNull();
        assertThat(thrown.call()).startsWith(function + "(");
        assertThat(thrown.getSuppressed()).isEmpty();
        failed.add(function);
      } else {
        assertThat(thrown).isNull();
      }
    }
    assertThat(failed)
        .hasSizeGreaterThan(50)
        .contains(
            "cuInit",
            "cuDeviceGet",
            "cuDevicePrimaryCtxRetain",
            "cuCtxSetCurrent",
            "cuStreamCreate",
            "cuMemAlloc",
            "cuMemHostAlloc",
            "cuEventCreate",
            "cuModuleLoadDataEx",
            "cuModuleGetFunction",
            "cuLaunchKernel",
            "cuMemcpyHtoDAsync",
            "cuMemcpyDtoHAsync",
            "cuMemsetD8Async",
            "cuStreamWaitEvent",
            "cuStreamBeginCapture",
            "cuStreamEndCapture",
            "cuGraphInstantiate",
            "cuGraphLaunch",
            "cuGraphExecDestroy",
            "cuMemFree",
            "cuDevicePrimaryCtxRelease",
            "cudnnCreate",
            "cudnnDestroy",
            "cudnnSetTensor4dDescriptor",
            "cudnnSetConvolutionMathType",
            "cudnnFindConvolutionForwardAlgorithmEx",
            "cudnnConvolutionForward",
            "cudnnPoolingForward",
            "cublasCreate",
            "cublasSetStream",
            "cublasSgemm",
            "cublasDestroy");
  }

  @Test
  void afterAStickyFaultEveryCallReportsTheFirstCause() {
    EmulatedDevice device = EmulatedDevice.reset(EmulatorOptions.standard().lenient());
    try (Gpu gpu = Gpu.open(0);
        DeviceArena arena = gpu.arena("test", 256)) {
      Stream stream = gpu.computeStream();
      Launch launch = gpu.load(TestKernels.ADD).kernel("add_value").prepare();
      arena.enqueueFill(0, 256, (byte) 0, stream);
      launch.pointer(0, arena.address(0, 256)).pointer(1, arena.address(0, 256));
      launch.int64(2, 65).float32(3, 1);
      assertThatThrownBy(
              () -> {
                launch.launch(stream, Grid.linear(65, 65));
                gpu.synchronize();
              })
          .isInstanceOf(CudaException.class)
          .hasMessageContaining("failed: 700 CUDA_ERROR_ILLEGAL_ADDRESS");
      CudaException fault = gpu.status().fault();
      assertThat(fault).isNotNull();
      assertThatThrownBy(() -> gpu.arena("later", 1))
          .isInstanceOfSatisfying(
              CudaException.class, later -> assertThat(later.isRepeated()).isTrue())
          .hasCause(fault)
          .hasMessageContaining("cuMemAlloc(arena later, bytes 1) was not done")
          .hasMessageContaining(fault.call());
      assertThatThrownBy(() -> stream.isIdle()).hasCause(fault);
      assertThatThrownBy(() -> gpu.status().alive("anything")).hasCause(fault);
    }
    assertThat(device.leaks()).isEmpty();
  }

  /** A fault that the driver reports once only is remembered all the same. */
  @Test
  void aFaultThatTheDriverForgetsIsNotForgotten() {
    EmulatedDevice device = EmulatedDevice.reset();
    try (Gpu gpu = Gpu.open(0)) {
      device.calls().failNth("cuCtxSynchronize", 1, 719);
      assertThatThrownBy(gpu::synchronize).hasMessageContaining("719 CUDA_ERROR_LAUNCH_FAILED");
      assertThatThrownBy(gpu::synchronize)
          .hasMessageStartingWith("cuCtxSynchronize() was not done: an earlier fault ended");
    }
    assertThat(device.leaks()).isEmpty();
  }

  @Test
  void callersAddWhereTheyWere() {
    EmulatedDevice device = EmulatedDevice.reset();
    try (Gpu gpu = Gpu.open(0)) {
      device.calls().failNth("cuMemAlloc", 1, 1);
      assertThatThrownBy(
              () -> {
                try {
                  gpu.arena("a", 8);
                } catch (CudaException failure) {
                  throw failure.add("in conv1_1: (1,3,8,8) -> (1,64,8,8)");
                }
              })
          .hasMessage(
              "cuMemAlloc(arena a, bytes 8) failed: 1 CUDA_ERROR_INVALID_VALUE"
                  + " (CUDA_ERROR_INVALID_VALUE)\n  in conv1_1: (1,3,8,8) -> (1,64,8,8)");
    }
  }

  @Test
  void aSmallDeviceRunsOutOfMemory() {
    EmulatedDevice device =
        EmulatedDevice.reset(EmulatorOptions.standard().withCapacityBytes(1 << 20));
    try (Gpu gpu = Gpu.open(0);
        DeviceArena first = gpu.arena("first", 700 << 10)) {
      assertThat(gpu.memory().totalBytes()).isEqualTo(1 << 20);
      assertThatThrownBy(() -> gpu.arena("second", 700 << 10))
          .hasMessageContaining("asked for 700.0 KiB for arena second")
          .hasMessageContaining("open arenas: " + first.name() + " 700.0 KiB")
          .hasMessageContaining("324.0 KiB free of 1.0 MiB");
    }
    assertThat(device.leaks()).isEmpty();
  }

  /** A convolution of ones by ones through cuDNN and the same number through cuBLAS. */
  private static void libraries(Gpu gpu, DeviceArena arena) {
    Cudnn cudnn = gpu.cudnn();
    ConvolutionShape shape = new ConvolutionShape(0, 0, 1, 1, 1, 1, 1);
    PoolingShape window = new PoolingShape(PoolingKind.MAX, 1, 1, 0, 0, 1, 1);
    long at = arena.address(2048, (1 << 20) + 1024);
    arena.copyIn(2048, new float[256]);
    try (TensorDescriptor tensor = cudnn.tensor(TensorLayout.NCHW, DataType.FLOAT32, 1, 1, 1, 1);
        FilterDescriptor filter = cudnn.filter(TensorLayout.NCHW, DataType.FLOAT32, 1, 1, 1, 1);
        ConvolutionDescriptor convolution =
            cudnn.convolution(shape, MathMode.FMA, DataType.FLOAT32);
        PoolingDescriptor pooling = cudnn.pooling(window);
        LrnDescriptor lrn = cudnn.lrn(1, 1, 1, 1);
        ActivationDescriptor relu = cudnn.relu()) {
      CudnnConvolution passes = new CudnnConvolution(cudnn, tensor, filter, convolution, tensor);
      ConvolutionBuffers buffers = new ConvolutionBuffers(at, at + 4, at + 8, at + 1024, 1 << 20);
      CudnnAlgorithms algorithms = passes.algorithms();
      algorithms.measured(ConvolutionPass.FORWARD, buffers);
      algorithms.workspaceBytes(ConvolutionPass.BACKWARD_DATA, 1);
      passes.forward(1, buffers, false);
      passes.forwardBiasActivation(1, buffers, at + 12, tensor, relu);
      passes.backwardData(1, buffers, false);
      passes.backwardFilter(1, buffers, false);
      new CudnnPooling(cudnn, pooling, tensor, tensor).forward(at, at + 4);
      new CudnnLrn(cudnn, lrn, tensor).forward(at, at + 4);
    }
    Cublas.Matrix one = new Cublas.Matrix(at, 1);
    gpu.cublas().mathMode(MathMode.FMA);
    gpu.cublas().sgemm(false, false, 1, 1, 1, 1, one, one, 0, new Cublas.Matrix(at + 4, 1));
  }

  /** One use of every kind of owner; returns 0 + 0.5, three times over, plus 9. */
  private static float session() {
    try (Gpu gpu = Gpu.open(0);
        DeviceArena arena = gpu.arena("one", 2 << 20);
        PinnedMemory pinned = gpu.pinned(1024);
        Event event = gpu.event(true)) {
      Stream compute = gpu.computeStream();
      arena.copyIn(0, new float[256]);
      arena.enqueueFill(1024, 1024, (byte) 0, compute);
      Launch launch = gpu.load(TestKernels.ADD).kernel("add_value").prepare();
      launch.pointer(0, arena.address(0, 1024)).pointer(1, arena.address(0, 1024)).int64(2, 256);
      launch.float32(3, 0.5f).launch(compute, Grid.linear(256, 128));
      try (CapturedGraph graph =
          CapturedGraph.capture(
              gpu, compute, () -> launch.launch(compute, Grid.linear(256, 128)))) {
        graph.launch(compute);
        graph.launch(compute);
      }
      launch.float32(3, 9).launch(compute, Grid.linear(256, 128));
      compute.record(event);
      gpu.copyStream().waitFor(event);
      arena.enqueueOut(0, pinned, 0, 1024, gpu.copyStream());
      gpu.copyStream().synchronize();
      float[] out = new float[256];
      arena.copyOut(0, out);
      gpu.memory();
      libraries(gpu, arena);
      gpu.synchronize();
      float seen = pinned.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 255);
      return seen == out[0] ? seen : Float.NaN;
    }
  }
}
