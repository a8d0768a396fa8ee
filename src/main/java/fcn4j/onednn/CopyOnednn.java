package fcn4j.onednn;

import fcn4j.op.CopyProbe;
import fcn4j.op.Memory;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;

/** Copies a block to another by all threads. */
record CopyOnednn(Workers<FloatScratch> workers) implements CopyProbe.Copying {
  private static final long PIECE_BYTES = 1 << 19;

  @Override
  public void copy(Memory source, Memory target) {
    MemorySegment from = ((OnednnMemory) source).segment();
    MemorySegment to = ((OnednnMemory) target).segment();
    long bytes = from.byteSize();
    workers.run(
        Math.toIntExact(Math.ceilDiv(bytes, PIECE_BYTES)),
        (index, scratch) -> {
          long first = index * PIECE_BYTES;
          MemorySegment.copy(from, first, to, first, Math.min(PIECE_BYTES, bytes - first));
        });
  }
}
