package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * {@link UpsampleArgMax}; a row of full-size scores lives in a work array only. A task is a group
 * of rows that read the same coarse rows.
 */
final class UpsampleArgMaxOnednn implements BoundOp {
  private final UpsampleArgMax op;
  private final Workers<FloatScratch> workers;
  private final Shape in;
  private final Shape window;
  private final Upsampling geometry;

  UpsampleArgMaxOnednn(UpsampleArgMax op, List<Shape> inputs, Workers<FloatScratch> workers) {
    this.op = op;
    this.workers = workers;
    in = inputs.get(0);
    window = inputs.get(1);
    geometry = new Upsampling(op.deconv(), in, window, op.offset());
  }

  @Override
  public void forward(OpArgs args) {
    Floats coarse = Floats.of(args.inputs().getFirst());
    Taps taps = Taps.of(op.deconv(), Floats.of(args.parameters().getFirst()));
    MemorySegment out = OnednnMemory.elements(args.output());
    workers.run(
        in.n() * geometry.groups, (task, scratch) -> group(task, coarse, taps, out, scratch));
  }

  private void group(int task, Floats scores, Taps taps, MemorySegment out, FloatScratch scratch) {
    int image = task / geometry.groups;
    int group = task % geometry.groups;
    int pixels = geometry.pixels;
    int[] positions = geometry.positions();
    float[] row = scratch.row(0, in.w() * in.c());
    float[] coarse = scratch.row(1, geometry.coarseFloats());
    float[] planes = scratch.row(2, geometry.rowFloats());
    float[] largest = scratch.row(3, pixels);
    float[] first = scratch.row(4, pixels);
    byte[] classes = new byte[positions.length];
    UpsampledRow.readCoarse(geometry, scores, image, group, row, coarse);
    UpsampledRow upsampled = new UpsampledRow(geometry, taps);
    for (int y = geometry.firstRow(group); y < geometry.endRow(group); y++) {
      upsampled.compute(y, coarse, planes);
      ClassPlanes.first(planes, pixels, in.c(), largest, first);
      for (int x = 0; x < classes.length; x++) {
        classes[x] = (byte) (int) first[positions[x]];
      }
      long at = ((long) image * window.h() + y) * classes.length;
      MemorySegment.copy(classes, 0, out, ValueLayout.JAVA_BYTE, at, classes.length);
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
