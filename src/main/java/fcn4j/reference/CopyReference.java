package fcn4j.reference;

import fcn4j.op.CopyPattern;
import fcn4j.op.Probe;
import fcn4j.op.Workers;

/** A copy from one array to another by all threads. */
final class CopyReference implements Probe {
  private static final int PIECE = 1 << 16;

  private final CopyPattern pattern;
  private final ReferenceMemory source;
  private final ReferenceMemory target;
  private final Workers<Scratch> workers;

  CopyReference(ReferenceBackend backend, long bytes, Workers<Scratch> workers) {
    this.workers = workers;
    pattern = CopyPattern.ofBytes(bytes, Double.BYTES);
    source = (ReferenceMemory) backend.allocate("the source of a copy", pattern.bytes());
    try {
      target = (ReferenceMemory) backend.allocate("the target of a copy", pattern.bytes());
    } catch (IllegalStateException e) {
      source.close();
      throw e;
    }
    pattern.write(source);
  }

  @Override
  public void run() {
    double[] from = source.array();
    double[] to = target.array();
    workers.run(
        Math.ceilDiv(from.length, PIECE),
        (index, scratch) -> {
          int first = index * PIECE;
          System.arraycopy(from, first, to, first, Math.min(PIECE, from.length - first));
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
