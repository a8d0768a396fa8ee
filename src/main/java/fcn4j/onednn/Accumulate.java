package fcn4j.onednn;

import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/** Adds one array to another. */
final class Accumulate {
  private Accumulate() {}

  /** target += source, element by element. */
  static void add(Workers<FloatScratch> workers, MemorySegment source, MemorySegment target) {
    Floats from = new Floats(source);
    Floats to = new Floats(target);
    Floats.chunks(
        workers,
        to.count(),
        (first, count, scratch) -> {
          float[] terms = scratch.row(0, count);
          from.read(first, count, terms);
          to.put(GradMode.ACCUMULATE, first, count, terms, scratch.row(1, count));
        });
  }

  /**
   * Writes or adds a gradient that a pass can only write: to add it, the pass writes it to the
   * workspace.
   *
   * @param pass writes the gradient to an address
   */
  static void into(
      View gradient,
      GradMode mode,
      long workspace,
      Workers<FloatScratch> workers,
      LongConsumer pass) {
    MemorySegment target = OnednnMemory.elements(gradient);
    if (mode == GradMode.ACCUMULATE) {
      pass.accept(workspace);
      add(workers, OnednnMemory.segment(workspace, target.byteSize()), target);
    } else {
      pass.accept(target.address());
    }
  }
}
