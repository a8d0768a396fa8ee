package fcn4j.train;

import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.Memory;
import fcn4j.op.Op;
import fcn4j.op.Probe;
import fcn4j.op.SgdUpdate;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/** The reference backend, whose next update takes the gradients that a test gives it. */
final class GivenGradients implements Backend {
  private final ReferenceBackend backend = new ReferenceBackend(1);
  private float[] gradients = {};

  /** Sets the gradients of the first parameter for the next update. */
  void give(float[] values) {
    gradients = values;
  }

  @Override
  public void update(SgdUpdate update) {
    long first = bytes(ElementType.FLOAT32, update.segments().getFirst().first());
    Memory memory = update.gradients().memory();
    long offset = update.gradients().offsetBytes() + first;
    memory.writeFloats(offset, gradients, 0, gradients.length);
    backend.update(update);
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public long bytes(ElementType type, long elements) {
    return backend.bytes(type, elements);
  }

  @Override
  public long alignmentBytes() {
    return backend.alignmentBytes();
  }

  @Override
  public Memory allocate(String purpose, long bytes) {
    return backend.allocate(purpose, bytes);
  }

  @Override
  public BoundOp bind(String node, Op op, List<Shape> inputs) {
    return backend.bind(node, op, inputs);
  }

  @Override
  public void beginStep(StepState state) {
    backend.beginStep(state);
  }

  @Override
  public void synchronize() {
    backend.synchronize();
  }

  @Override
  public Probe matrixProduct(int extent) {
    return backend.matrixProduct(extent);
  }

  @Override
  public Probe copy(long bytes) {
    return backend.copy(bytes);
  }

  @Override
  public long peakBytes() {
    return backend.peakBytes();
  }

  @Override
  public void resetPeakBytes() {
    backend.resetPeakBytes();
  }

  @Override
  public void close() {
    backend.close();
  }
}
