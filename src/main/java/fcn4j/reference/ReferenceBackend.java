package fcn4j.reference;

import fcn4j.op.ArgMax;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.Concat;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.CopyProbe;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Dropout;
import fcn4j.op.Frame;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Memory;
import fcn4j.op.Occupancy;
import fcn4j.op.Op;
import fcn4j.op.PrepareImage;
import fcn4j.op.PrepareLabel;
import fcn4j.op.Probe;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.op.SgdUpdate;
import fcn4j.op.SkipSum;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.op.Sum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.op.Workers;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * The reference backend: every operation of the catalogue on the processor, in plain Java.
 *
 * <p>Every element of every type is held and computed as a double, so that whole nets can be
 * checked by finite differences and other backends have an oracle far more exact than they are.
 * Convolutions run as blocked matrix products on all threads. Results are the same bits for any
 * number of threads. Every call waits for its work.
 *
 * <p>{@link #update} alone rounds: parameters and momentum become floats, as a checkpoint holds
 * them.
 *
 * <pre>{@code
 * try (Backend backend = new ReferenceBackend()) {
 *   Memory memory = backend.allocate("activations", backend.bytes(ElementType.FLOAT32, 1000));
 *   BoundOp relu = backend.bind("relu1", new Relu(), List.of(new Shape(1, 1, 10, 50)));
 *   ...
 * }
 * }</pre>
 */
public final class ReferenceBackend implements Backend {
  private final Workers<Scratch> workers;
  private final Occupancy occupancy = new Occupancy();
  private StepState step = new StepState(0, 0);

  /** A backend with as many threads as there are processors. */
  public ReferenceBackend() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * A backend with a number of threads, the caller's among them.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ReferenceBackend(int threads) {
    workers = new Workers<>(threads, "reference", Scratch::new);
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String description() {
    return "processor, %d thread(s), double precision, plain Java".formatted(workers.threads());
  }

  /** Eight bytes an element of any type. */
  @Override
  public long bytes(ElementType type, long elements) {
    return Math.multiplyExact(elements, Double.BYTES);
  }

  @Override
  public long alignmentBytes() {
    return Double.BYTES;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if Java has not that much memory, or an array can't be that long
   */
  @Override
  public Memory allocate(String purpose, long bytes) {
    long elements = Math.ceilDiv(bytes, Double.BYTES);
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "%s need %d MiB, the reference backend holds at most 16383 MiB in a block; use smaller images or batches"
              .formatted(purpose, bytes >> 20));
    }
    try {
      return new ReferenceMemory(purpose, new double[(int) elements], occupancy);
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          "%s need %d MiB, Java's heap is limited to %d MiB; raise it with -Xmx, or use smaller images or batches"
              .formatted(purpose, bytes >> 20, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  @Override
  public BoundOp bind(String node, Op op, List<Shape> inputs) {
    op.output(inputs);
    return switch (op) {
      case ArgMax _ -> new ArgMaxReference(workers);
      case AvgPool2d pool -> new AvgPool2dReference(pool, inputs, workers);
      case Concat concat -> new ConcatReference(concat, inputs);
      case ConfusionMatrix matrix -> new ConfusionMatrixReference(matrix);
      case Conv2d conv -> new Conv2dReference(conv, inputs, workers);
      case Conv2dRelu conv -> new Conv2dReluReference(conv, inputs, true, workers);
      case Crop crop -> new CropReference(crop.offset(), workers);
      case Deconv2d deconv -> new Deconv2dReference(deconv, inputs, workers);
      case DeconvCrop deconv -> new DeconvCropReference(deconv, inputs, workers);
      case Dropout dropout -> new DropoutReference(dropout, () -> step, workers);
      case Frame frame -> new FrameReference(frame, workers);
      case Lrn lrn -> new LrnReference(lrn, inputs, workers);
      case Max _ -> new MaxReference(workers);
      case MaxPool2d pool -> new MaxPool2dReference(pool, inputs, workers);
      case PrepareImage image -> new PrepareImageReference(image, workers);
      case PrepareLabel _ -> new PrepareLabelReference();
      case Relu _ -> new ReluReference(workers);
      case Scale _ -> new ScaleReference(workers);
      case SkipSum sum -> new SkipSumReference(sum, inputs, workers);
      case Softmax _ -> new SoftmaxReference(workers);
      case SoftmaxLoss loss -> new SoftmaxLossReference(loss, inputs.getFirst(), workers);
      case Sum sum -> new SumReference(sum, workers);
      case UpsampleArgMax upsample -> new UpsampleArgMaxReference(upsample, inputs, workers);
      case UpsampleSoftmaxLoss upsample ->
          new UpsampleSoftmaxLossReference(upsample, inputs, workers);
    };
  }

  @Override
  public BoundOp bindForward(String node, Op op, List<Shape> inputs) {
    if (op instanceof Conv2dRelu conv) {
      conv.output(inputs);
      return new Conv2dReluReference(conv, inputs, false, workers);
    }
    return bind(node, op, inputs);
  }

  @Override
  public void update(SgdUpdate update) {
    new SgdReference(update).run(workers);
  }

  @Override
  public void beginStep(StepState state) {
    step = state;
  }

  /** Returns at once: every call has waited for its work. */
  @Override
  public void synchronize() {}

  /** {@inheritDoc} It is the 1x1 convolution, since this backend has one product for all. */
  @Override
  public Probe matrixProduct(int extent) {
    return new ProductReference(this, extent);
  }

  @Override
  public Probe copy(long bytes) {
    return new CopyProbe(bytes, this, new CopyReference(workers));
  }

  @Override
  public long peakBytes() {
    return occupancy.peakBytes();
  }

  @Override
  public void resetPeakBytes() {
    occupancy.resetPeak();
  }

  /** Ends the threads; later calls do nothing. */
  @Override
  public void close() {
    workers.close();
  }
}
