package fcn4j.onednn;

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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The fast processor backend, in single precision (but see {@link OnednnPrecision}): oneDNN for
 * convolutions, products, pooling and normalisation, own Java for the rest. Every call waits for
 * its work. Results are the same bits in every run with the same number of threads.
 *
 * <p>Owns its threads and oneDNN's engine.
 */
public final class OnednnBackend implements Backend {
  private final Engine engine;
  private final Workers<FloatScratch> workers;
  private final Occupancy occupancy = new Occupancy();
  private StepState step = new StepState(0, 0);

  /**
   * Opens it with as many threads as there are processors.
   *
   * @throws OnednnException if oneDNN can't be loaded on this machine
   */
  public OnednnBackend() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Loads oneDNN in advance, on any thread, for a program that is busy with something else before
   * it opens a backend. If it can't be loaded, that is told when a backend is opened.
   */
  public static void preload() {
    try {
      Engine.load();
    } catch (LinkageError e) {
      // Kept, and thrown again by each opening.
      return;
    }
  }

  /**
   * Opens it with a number of threads, the caller's among them.
   *
   * @throws IllegalArgumentException if it is below 1
   * @throws OnednnException if oneDNN can't be loaded on this machine
   */
  public OnednnBackend(int threads) {
    this(threads, OnednnPrecision.FP32);
  }

  /**
   * Opens it with a number of threads and a precision of inference.
   *
   * @throws IllegalArgumentException if the number is below 1
   * @throws OnednnException if oneDNN can't be loaded on this machine, or its processor lacks the
   *     instructions for the precision
   */
  public OnednnBackend(int threads, OnednnPrecision precision) {
    AtomicInteger numbers = new AtomicInteger();
    workers = new Workers<>(threads, "onednn", () -> new FloatScratch(numbers.getAndIncrement()));
    engine = new Engine(threads, precision);
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public String description() {
    String precision =
        switch (engine.precision()) {
          case FP32 -> "single precision";
          case BF16 -> "single precision, convolutions of inference in bfloat16";
        };
    return "processor, %d thread(s), %s, oneDNN %s"
        .formatted(workers.threads(), precision, Engine.version());
  }

  /** Four bytes a FLOAT32 and INT32, one a UINT8. */
  @Override
  public long bytes(ElementType type, long elements) {
    return Math.multiplyExact(elements, elementBytes(type));
  }

  static long elementBytes(ElementType type) {
    return switch (type) {
      case FLOAT32 -> Float.BYTES;
      case UINT8 -> 1;
      case INT32 -> Integer.BYTES;
    };
  }

  @Override
  public long alignmentBytes() {
    return OnednnMemory.ALIGNMENT_BYTES;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the system has not that much memory
   */
  @Override
  public Memory allocate(String purpose, long bytes) {
    return new OnednnMemory(purpose, bytes, occupancy);
  }

  @Override
  public BoundOp bind(String node, Op op, List<Shape> inputs) {
    return bind(node, op, inputs, true);
  }

  @Override
  public BoundOp bindForward(String node, Op op, List<Shape> inputs) {
    return bind(node, op, inputs, false);
  }

  private BoundOp bind(String node, Op op, List<Shape> inputs, boolean training) {
    op.output(inputs);
    return switch (op) {
      case ArgMax _ -> new ArgMaxOnednn(workers);
      case AvgPool2d pool -> new AvgPool2dOnednn(pool, inputs, workers);
      case Concat concat -> new ConcatOnednn(engine, node, concat, inputs);
      case ConfusionMatrix matrix -> new ConfusionMatrixOnednn(matrix);
      case Conv2d conv -> new Conv2dOnednn(engine, node, conv, inputs, training, workers);
      case Conv2dRelu conv -> new Conv2dReluOnednn(engine, node, conv, inputs, training, workers);
      case Crop crop -> new CropOnednn(engine, node, crop, inputs);
      case Deconv2d deconv -> new Deconv2dOnednn(engine, node, deconv, inputs, workers);
      case DeconvCrop deconv -> new DeconvCropOnednn(engine, node, deconv, inputs, workers);
      case Dropout dropout -> new DropoutOnednn(dropout, () -> step, workers);
      case Frame frame -> new FrameOnednn(frame, inputs, workers);
      case Lrn lrn -> new LrnOnednn(lrn, inputs, workers);
      case Max _ -> new MaxOnednn(workers);
      case MaxPool2d pool -> new MaxPool2dOnednn(engine, node, pool, inputs, training, workers);
      case PrepareImage image -> new PrepareImageOnednn(image, workers);
      case PrepareLabel _ -> new PrepareLabelOnednn();
      case Relu _ -> new ReluOnednn(workers);
      case Scale _ -> new ScaleOnednn(inputs.getFirst(), workers);
      case SkipSum sum -> new SkipSumOnednn(engine, node, sum, inputs, workers);
      case Softmax _ -> new SoftmaxOnednn(engine, node, inputs, workers);
      case SoftmaxLoss loss -> new SoftmaxLossOnednn(loss, inputs.getFirst(), workers);
      case Sum sum -> new SumOnednn(sum, workers);
      case UpsampleArgMax upsample -> new UpsampleArgMaxOnednn(upsample, inputs, workers);
      case UpsampleSoftmaxLoss upsample ->
          new UpsampleSoftmaxLossOnednn(upsample, inputs, training, workers);
    };
  }

  @Override
  public void update(SgdUpdate update) {
    new SgdOnednn(update).run(workers);
  }

  @Override
  public void beginStep(StepState state) {
    step = state;
  }

  /** Returns at once: every call has waited for its work. */
  @Override
  public void synchronize() {}

  /** {@inheritDoc} In bfloat16 if that is the precision of inference. */
  @Override
  public Probe matrixProduct(int extent) {
    return new ProductOnednn(engine, extent, occupancy);
  }

  @Override
  public Probe copy(long bytes) {
    return new CopyProbe(bytes, this, new CopyOnednn(workers));
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
    engine.close();
  }
}
