package fcn4j.onednn;

import fcn4j.op.CopyPattern;
import fcn4j.op.Occupancy;
import fcn4j.op.Probe;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;

/** A copy from one block to another by all threads. */
final class CopyOnednn implements Probe {
  private static final long PIECE_BYTES = 1 << 19;

  private final CopyPattern pattern;
  private final OnednnMemory source;
  private final OnednnMemory target;
  private final Workers<FloatScratch> workers;

  CopyOnednn(long bytes, Occupancy occupancy, Workers<FloatScratch> workers) {
    this.workers = workers;
    pattern = CopyPattern.ofBytes(bytes, Float.BYTES);
    source = new OnednnMemory("the source of a copy", pattern.bytes(), occupancy);
    try {
      target = new OnednnMemory("the target of a copy", pattern.bytes(), occupancy);
    } catch (IllegalStateException e) {
      source.close();
      throw e;
    }
    pattern.write(source);
  }

  @Override
  public void run() {
    MemorySegment from = source.segment();
    MemorySegment to = target.segment();
    long bytes = pattern.bytes();
    workers.run(
        Math.toIntExact(Math.ceilDiv(bytes, PIECE_BYTES)),
        (index, scratch) -> {
          long first = index * PIECE_BYTES;
          MemorySegment.copy(from, first, to, first, Math.min(PIECE_BYTES, bytes - first));
        });
  }

  @Override
  public long multiplyAdds() {
    return 0;
  }

  @Override
  public long bytes() {
    return 2 * pattern.bytes();
  }

  @Override
  public void verify() {
    pattern.check(target);
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
