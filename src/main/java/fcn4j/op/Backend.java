package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Computes operations on one device. Used by one thread.
 *
 * <p>Work is enqueued in order; only {@link Memory}'s copies and {@link #synchronize()} wait.
 */
public interface Backend extends Storage, AutoCloseable {

  /** The name that the command line uses: {@code reference}, {@code cuda}. */
  String name();

  /** What it computes on, for people: processor or GPU, threads, precision. */
  String description();

  /**
   * Makes an operation ready for inputs of fixed shapes.
   *
   * @param node the node's name, for messages
   * @throws ShapeException if the op can't take these inputs
   * @throws UnsupportedOpException if this backend does not compute this op
   */
  BoundOp bind(String node, Op op, List<Shape> inputs);

  /**
   * As {@link #bind}, for an operation whose gradients will not be asked for, which may be bound
   * faster and take less workspace.
   */
  default BoundOp bindForward(String node, Op op, List<Shape> inputs) {
    return bind(node, op, inputs);
  }

  /** Updates the parameter block by stochastic gradient descent; enqueues. */
  void update(SgdUpdate update);

  /** Sets what the random numbers of the following forward and backward passes follow from. */
  void beginStep(StepState state);

  /**
   * Runs work once and returns what repeats it with the same tensors, faster where the device can
   * record work (CUDA graphs). The work must only enqueue.
   */
  default Recording record(Runnable work) {
    work.run();
    return new Recording() {
      @Override
      public void replay() {
        work.run();
      }

      @Override
      public void close() {}
    };
  }

  /** Waits until all enqueued work is done. */
  void synchronize();

  /**
   * A stopwatch of the device's own time; the host's clock where calls return when their work is
   * done. The caller owns it.
   *
   * @param marks how many points it can hold
   */
  default Stopwatch stopwatch(int marks) {
    return new HostStopwatch(marks);
  }

  /**
   * The product of two square matrices of random numbers in the backend's precision, by the library
   * that multiplies fastest on the device. The caller owns it and closes it before the backend.
   *
   * @param extent rows and columns
   */
  Probe matrixProduct(int extent);

  /**
   * A copy within the device's memory by all that it has. The caller owns it and closes it before
   * the backend.
   *
   * @param bytes length of the block; a run reads and writes as many
   */
  Probe copy(long bytes);

  /**
   * The most bytes of the device's memory that were allocated here at any one time since the
   * backend was opened or {@link #resetPeakBytes}; what libraries keep for themselves is not known.
   */
  long peakBytes();

  /** Forgets the peak: {@link #peakBytes} starts from what is allocated now. */
  void resetPeakBytes();

  /** Frees what the backend owns; memory and bound operations must be closed before. */
  @Override
  void close();
}
