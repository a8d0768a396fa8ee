package fcn4j.gpu;

import fcn4j.cuda.CudaException;
import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UnsupportedOpException;
import java.util.function.Supplier;

/**
 * A bound operation that says which node it is when the device fails in it.
 *
 * @param what node, operation and shapes, for messages
 * @param op what computes
 */
record NodeOp(String what, BoundOp op) implements BoundOp {

  /** Adds the node to what fails in the work. */
  static <T> T named(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (CudaException failure) {
      throw failure.add(what);
    } catch (UnsupportedOpException refused) {
      throw new UnsupportedOpException(refused.getMessage() + "; " + what);
    }
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (CudaException failure) {
      throw failure.add(what);
    }
  }

  @Override
  public long workspaceBytes() {
    return op.workspaceBytes();
  }

  @Override
  public long savedBytes() {
    return op.savedBytes();
  }

  @Override
  public void forward(OpArgs args) {
    run(() -> op.forward(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    run(() -> op.backward(args, modes));
  }

  @Override
  public void verify(OpArgs args) {
    run(() -> op.verify(args));
  }

  @Override
  public void close() {
    run(op::close);
  }
}
