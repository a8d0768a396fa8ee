package fcn4j.gpu;

import fcn4j.cuda.Gpu;
import fcn4j.cuda.GpuInfo;
import fcn4j.cuda.Lifetime;
import fcn4j.op.ArgMax;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.Concat;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Dropout;
import fcn4j.op.Frame;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Memory;
import fcn4j.op.Op;
import fcn4j.op.PrepareImage;
import fcn4j.op.PrepareLabel;
import fcn4j.op.Probe;
import fcn4j.op.Recording;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.op.SgdUpdate;
import fcn4j.op.SkipSum;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.op.Stopwatch;
import fcn4j.op.Sum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * The CUDA backend: computes on one GPU, through cuDNN, cuBLAS and the project's own kernels. Owns
 * the GPU; for one thread.
 *
 * <p>Everything enqueues on one stream; copies and {@link #synchronize} wait. Two runs give equal
 * bits unless the options lift that. An operation that cannot be computed as its record says is
 * refused when it is bound; nothing is computed elsewhere.
 */
public final class GpuBackend implements Backend {
  private static final long ALIGNMENT_BYTES = 256;

  private final Lifetime lifetime = new Lifetime("CUDA backend");
  private final Gpu gpu;
  private final GpuContext context;
  private final SgdGpu sgd;

  private GpuBackend(int ordinal, GpuOptions options) {
    try {
      gpu = lifetime.own(Gpu.open(ordinal));
      context = new GpuContext(gpu, options, lifetime);
      sgd = new SgdGpu(context, lifetime);
    } catch (RuntimeException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /**
   * Opens a GPU.
   *
   * @param ordinal its number, from 0
   * @throws fcn4j.cuda.CudaUnavailableException if there is no usable GPU; says what is missing
   * @throws fcn4j.cuda.CudaException if the driver refuses
   */
  public static GpuBackend open(int ordinal, GpuOptions options) {
    return new GpuBackend(ordinal, options);
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    GpuInfo info = gpu.info();
    GpuOptions options = context.options();
    return "%s, compute capability %d.%d, %d MiB, %s%s"
        .formatted(
            info.name(),
            info.computeMajor(),
            info.computeMinor(),
            info.memoryBytes() >> 20,
            options.precision(),
            options.deterministic() ? ", deterministic" : "");
  }

  /** The GPU; borrowed. */
  public Gpu gpu() {
    return gpu;
  }

  @Override
  public long bytes(ElementType type, long elements) {
    return Addresses.bytes(type, elements);
  }

  @Override
  public long alignmentBytes() {
    return ALIGNMENT_BYTES;
  }

  /**
   * {@inheritDoc}
   *
   * @throws fcn4j.cuda.CudaException if there is not enough; says what was asked, held and free
   */
  @Override
  public Memory allocate(String purpose, long bytes) {
    return new GpuMemory(gpu.arena(purpose, bytes), gpu.computeStream());
  }

  @Override
  public BoundOp bind(String node, Op op, List<Shape> inputs) {
    return bind(node, op, inputs, true);
  }

  /** {@inheritDoc} Convolutions then choose and measure no algorithms for their gradients. */
  @Override
  public BoundOp bindForward(String node, Op op, List<Shape> inputs) {
    return bind(node, op, inputs, false);
  }

  private BoundOp bind(String node, Op op, List<Shape> inputs, boolean backward) {
    Shape output = op.output(inputs);
    String what = "in node %s: %s %s -> %s".formatted(node, op.name(), inputs, output);
    return new NodeOp(what, NodeOp.named(what, () -> bind(op, inputs, output, backward)));
  }

  private BoundOp bind(Op op, List<Shape> inputs, Shape output, boolean backward) {
    Shape in = inputs.getFirst();
    return switch (op) {
      case ArgMax _ -> new ArgMaxGpu(context, in);
      case AvgPool2d pool -> new AvgPool2dGpu(context, pool, in, output);
      case Concat _ -> new ConcatGpu(context, inputs, output);
      case ConfusionMatrix matrix -> new ConfusionMatrixGpu(context, matrix, in);
      case Conv2d conv -> new Conv2dGpu(context, conv, in, backward);
      case Conv2dRelu fused -> new Conv2dReluGpu(context, fused.conv(), in, backward);
      case Crop crop -> new CropGpu(context, crop, inputs);
      case Deconv2d deconv -> new Deconv2dGpu(context, deconv, in);
      case DeconvCrop deconv -> new DeconvCropGpu(context, deconv, inputs);
      case Dropout dropout -> new DropoutGpu(context, dropout, in);
      case Frame frame -> new FrameGpu(context, frame, inputs);
      case Lrn lrn -> new LrnGpu(context, lrn, in);
      case Max _ -> new MaxGpu(context, inputs);
      case MaxPool2d pool -> new MaxPool2dGpu(context, pool, in, output);
      case PrepareImage image -> new PrepareImageGpu(context, image, output);
      case PrepareLabel _ -> new PrepareLabelGpu(context, in);
      case Relu _ -> new ReluGpu(context, in);
      case Scale _ -> new ScaleGpu(context, in);
      case SkipSum sum -> new SkipSumGpu(context, sum, inputs);
      case Softmax _ -> new SoftmaxGpu(context, in);
      case SoftmaxLoss loss -> new SoftmaxLossGpu(context, loss, in);
      case Sum sum -> new SumGpu(context, sum, inputs);
      case UpsampleArgMax fused -> new UpsampleArgMaxGpu(context, fused, inputs);
      case UpsampleSoftmaxLoss fused -> new UpsampleSoftmaxLossGpu(context, fused, inputs);
    };
  }

  @Override
  public void update(SgdUpdate update) {
    sgd.run(update);
  }

  @Override
  public void beginStep(StepState state) {
    context.beginStep(state);
  }

  @Override
  public Recording record(Runnable work) {
    return new GraphRecording(gpu, work);
  }

  @Override
  public void synchronize() {
    gpu.computeStream().synchronize();
  }

  @Override
  public Stopwatch stopwatch(int marks) {
    return new GpuStopwatch(gpu, marks);
  }

  @Override
  public Probe matrixProduct(int extent) {
    return new ProductGpu(context, extent);
  }

  @Override
  public Probe copy(long bytes) {
    return new CopyGpu(context, bytes);
  }

  /** {@inheritDoc} The algorithms that were measured when operations were bound count too. */
  @Override
  public long peakBytes() {
    return gpu.peakArenaBytes();
  }

  @Override
  public void resetPeakBytes() {
    gpu.resetPeakArenaBytes();
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
