package fcn4j.onednn;

import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The floats of a tensor in the order of memory, copied to and from work arrays: loops over arrays
 * become vector instructions, loops over several blocks outside Java's heap do not. Borrowed.
 *
 * @param segment the tensor's memory and nothing more
 */
record Floats(MemorySegment segment) {
  /** Floats of an element-wise task: a few work arrays of that size fit into a core's cache. */
  private static final int CHUNK = 1 << 12;

  /** An element-wise piece of work. */
  @FunctionalInterface
  interface Chunk {
    /** Does the elements from {@code first} on. */
    void run(long first, int count, FloatScratch scratch);
  }

  /**
   * The tensor behind a view.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Floats of(@Nullable View view) {
    return new Floats(OnednnMemory.elements(required(view)));
  }

  /** Raw memory (saved, workspace) from a view's offset on; the view's extents say nothing. */
  static Floats raw(View view, long bytes) {
    return new Floats(OnednnMemory.of(view).segment().asSlice(view.offsetBytes(), bytes));
  }

  /** A view that must be there. */
  static View required(@Nullable View view) {
    if (view == null) {
      throw new IllegalArgumentException("a tensor that the operation needs was not given");
    }
    return view;
  }

  /** Cuts a number of elements into pieces and runs them. */
  static void chunks(Workers<FloatScratch> workers, long count, Chunk chunk) {
    workers.run(
        chunkCount(count),
        (index, scratch) -> {
          long first = (long) index * CHUNK;
          chunk.run(first, (int) Math.min(CHUNK, count - first), scratch);
        });
  }

  /** How many pieces {@link #chunks} makes of that many elements. */
  static int chunkCount(long count) {
    return Math.toIntExact(Math.ceilDiv(count, CHUNK));
  }

  /** The number of the piece that begins with an element. */
  static int chunkIndex(long first) {
    return (int) (first / CHUNK);
  }

  /** Number of elements. */
  long count() {
    return segment.byteSize() / Float.BYTES;
  }

  void read(long first, int count, float[] to) {
    read(first, count, to, 0);
  }

  void read(long first, int count, float[] to, int at) {
    MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, first * Float.BYTES, to, at, count);
  }

  void write(long first, int count, float[] from) {
    write(first, count, from, 0);
  }

  void write(long first, int count, float[] from, int at) {
    MemorySegment.copy(from, at, segment, ValueLayout.JAVA_FLOAT, first * Float.BYTES, count);
  }

  /**
   * Puts a gradient: replaces what is there, or adds to it.
   *
   * @param values the gradient; overwritten
   * @param spare a work array of at least {@code count}
   */
  void put(GradMode mode, long first, int count, float[] values, float[] spare) {
    if (mode == GradMode.ACCUMULATE) {
      read(first, count, spare);
      for (int i = 0; i < count; i++) {
        values[i] += spare[i];
      }
    }
    write(first, count, values);
  }
}
