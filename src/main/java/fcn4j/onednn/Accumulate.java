package fcn4j.onednn;

import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Adds one array to another. */
final class Accumulate {
  private Accumulate() {}

  /** target += source, element by element. */
  static void add(Workers<FloatScratch> workers, MemorySegment source, MemorySegment target) {
    Chunks.run(
        workers,
        target,
        (at, count, scratch) -> {
          float[] terms = scratch.row(0, Chunks.FLOATS);
          float[] sums = scratch.row(1, Chunks.FLOATS);
          MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, at, terms, 0, count);
          MemorySegment.copy(target, ValueLayout.JAVA_FLOAT, at, sums, 0, count);
          for (int i = 0; i < count; i++) {
            sums[i] += terms[i];
          }
          MemorySegment.copy(sums, 0, target, ValueLayout.JAVA_FLOAT, at, count);
        });
  }
}
