package fcn4j.onednn;

import fcn4j.op.ArgMax;
import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link ArgMax}. A task is a row. */
final class ArgMaxOnednn implements BoundOp {
  private final Workers<FloatScratch> workers;

  ArgMaxOnednn(Workers<FloatScratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    View input = Floats.required(args.inputs().getFirst());
    Floats in = Floats.of(input);
    Shape shape = input.shape();
    MemorySegment out = OnednnMemory.elements(args.output());
    int floats = shape.w() * shape.c();
    workers.run(
        shape.n() * shape.h(),
        (row, scratch) -> {
          float[] scores = scratch.row(0, floats);
          float[] planes = scratch.row(1, floats);
          float[] first = scratch.row(2, shape.w());
          in.read((long) row * floats, floats, scores);
          ClassPlanes.split(scores, shape.w(), shape.c(), planes);
          ClassPlanes.first(planes, shape.w(), shape.c(), scratch.row(3, shape.w()), first);
          byte[] classes = new byte[shape.w()];
          for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) (int) first[i];
          }
          long at = (long) row * shape.w();
          MemorySegment.copy(classes, 0, out, ValueLayout.JAVA_BYTE, at, classes.length);
        });
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
