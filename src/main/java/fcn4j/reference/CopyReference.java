package fcn4j.reference;

import fcn4j.op.CopyProbe;
import fcn4j.op.Memory;
import fcn4j.op.Workers;

/** Copies a block to another by all threads. */
record CopyReference(Workers<Scratch> workers) implements CopyProbe.Copying {
  private static final int PIECE = 1 << 16;

  @Override
  public void copy(Memory source, Memory target) {
    double[] from = ((ReferenceMemory) source).array();
    double[] to = ((ReferenceMemory) target).array();
    workers.run(
        Math.ceilDiv(from.length, PIECE),
        (index, scratch) -> {
          int first = index * PIECE;
          System.arraycopy(from, first, to, first, Math.min(PIECE, from.length - first));
        });
  }
}
