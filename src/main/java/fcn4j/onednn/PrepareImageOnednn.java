package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.PrepareImage;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** {@link PrepareImage}. A task is a row. */
final class PrepareImageOnednn implements BoundOp {
  private static final int CHANNELS = 3;

  private final PrepareImage op;
  private final Workers<FloatScratch> workers;

  PrepareImageOnednn(PrepareImage op, Workers<FloatScratch> workers) {
    this.op = op;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    MemorySegment in = OnednnMemory.elements(Floats.required(args.inputs().getFirst()));
    Shape shape = args.output().shape();
    Jitter[] jitters = Jitter.of(op.jittered() ? args.inputs().get(1) : null, shape.n());
    Floats out = Floats.of(args.output());
    int elements = CHANNELS * shape.w();
    workers.run(
        shape.n() * shape.h(),
        (line, scratch) -> {
          int n = line / shape.h();
          float[] row = scratch.row(0, elements);
          int from = jitters[n].row(line % shape.h(), shape.h());
          if (from < 0) {
            Arrays.fill(row, 0, elements, 0);
          } else {
            byte[] pixels = new byte[elements];
            long at = ((long) n * shape.h() + from) * elements;
            MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, pixels, 0, elements);
            fill(pixels, jitters[n], shape.w(), row);
          }
          out.write((long) line * elements, elements, row);
        });
  }

  private void fill(byte[] pixels, Jitter jitter, int width, float[] row) {
    for (int c = 0; c < CHANNELS; c++) {
      float mean = op.mean().get(c);
      float scale = op.scale();
      int channel = op.bgr() ? CHANNELS - 1 - c : c;
      for (int column = 0; column < width; column++) {
        int from = jitter.column(column, width);
        float value = from < 0 ? 0 : (pixels[CHANNELS * from + channel] & 0xff) - mean;
        row[CHANNELS * column + c] = value * scale;
      }
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
