package fcn4j.gpu;

import fcn4j.cuda.Cublas;
import fcn4j.cuda.Cudnn;
import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Gpu;
import fcn4j.cuda.Grid;
import fcn4j.cuda.Lifetime;
import fcn4j.cuda.Stream;
import fcn4j.op.StepState;
import java.lang.foreign.MemorySegment;

/**
 * What the launchers share: the GPU, the options, and the few small blocks of device memory that
 * belong to no plan. All of it lives as long as the backend.
 */
final class GpuContext {
  private static final long CUBLAS_WORKSPACE_BYTES = 8L << 20;

  private final Gpu gpu;
  private final GpuOptions options;
  private final Lifetime lifetime;
  private final DeviceArena stepState;
  private final Constants constants;
  private final LabelFlags labelFlags;
  private final ConvAlgorithms algorithms;
  private boolean cublasReady;

  GpuContext(Gpu gpu, GpuOptions options, Lifetime lifetime) {
    this.gpu = gpu;
    this.options = options;
    this.lifetime = lifetime;
    stepState = lifetime.own(gpu.arena("step state", 2L * Long.BYTES));
    constants = new Constants(gpu, lifetime);
    labelFlags = new LabelFlags(gpu, lifetime);
    algorithms = new ConvAlgorithms(gpu, options);
    beginStep(new StepState(0, 0));
  }

  Gpu gpu() {
    return gpu;
  }

  GpuOptions options() {
    return options;
  }

  Stream stream() {
    return gpu.computeStream();
  }

  Cudnn cudnn() {
    return gpu.cudnn();
  }

  /** cuBLAS with the precision set and a workspace of ours, so that captured work owns it. */
  Cublas cublas() {
    Cublas cublas = gpu.cublas();
    if (!cublasReady) {
      DeviceArena workspace = lifetime.own(gpu.arena("cuBLAS workspace", CUBLAS_WORKSPACE_BYTES));
      cublas.mathMode(options.precision().mathMode());
      cublas.workspace(workspace.address(0, workspace.bytes()), workspace.bytes());
      cublasReady = true;
    }
    return cublas;
  }

  ConvAlgorithms algorithms() {
    return algorithms;
  }

  Constants constants() {
    return constants;
  }

  LabelFlags labelFlags() {
    return labelFlags;
  }

  /** Prepares a kernel; see {@link Call}. */
  Call call(String module, String kernel, Grid grid, int addresses, Number... scalars) {
    return new Call(gpu, module, kernel, grid, addresses, scalars);
  }

  /** Enqueues new values for what random numbers follow from. */
  void beginStep(StepState state) {
    stepState.copyIn(0, MemorySegment.ofArray(new long[] {state.seed(), state.step()}));
  }

  /** Address of seed and step. */
  long stepState() {
    return stepState.address(0, stepState.bytes());
  }
}
