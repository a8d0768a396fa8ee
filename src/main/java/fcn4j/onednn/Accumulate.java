package fcn4j.onednn;

import fcn4j.op.GradMode;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;

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
}
