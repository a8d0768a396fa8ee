package fcn4j.gpu;

import fcn4j.cuda.CudaException;
import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Grid;
import fcn4j.cuda.Lifetime;
import fcn4j.op.SgdUpdate;
import fcn4j.op.SgdUpdate.Segment;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link SgdUpdate} by the kernels of {@code sgd_update.cu}: one launch for the whole block, two
 * more for the norm where gradients are clipped. The table of segments stays on the device until
 * another list comes.
 */
final class SgdGpu {
  private static final int NORM_BLOCKS = 1024;
  private static final int THREADS = 256;
  private static final int MOST_BLOCKS = 4096;

  /** A thread finds its first segment by walking the table, so it does several elements. */
  private static final int ELEMENTS_OF_A_THREAD = 16;

  private final GpuContext gpu;
  private final DeviceArena partials;
  private List<Segment> segments = List.of();
  private @Nullable Table table;

  SgdGpu(GpuContext gpu, Lifetime lifetime) {
    this.gpu = gpu;
    // The parts of the norm, then the factor of the gradients.
    partials = lifetime.own(gpu.gpu().arena("norm", (NORM_BLOCKS + 1L) * Double.BYTES));
    lifetime.onClose(this::drop);
  }

  /** Enqueues the update. */
  void run(SgdUpdate update) {
    Table current = table(update.segments());
    if (current == null) {
      return;
    }
    long gradients = Addresses.of(update.gradients());
    long clip = update.clipNorm() > 0 ? clip(current, gradients, update) : 0;
    current
        .update
        .with(9, (float) update.rate())
        .with(10, (float) update.momentum())
        .with(11, (float) update.weightDecay())
        .with(12, 1f / update.iterSize())
        .run(
            gradients,
            clip,
            current.ends,
            current.shifts,
            current.rates,
            current.decays,
            Addresses.of(update.values()),
            Addresses.of(update.momentumBuffer()));
  }

  private long clip(Table current, long gradients, SgdUpdate update) {
    long parts = partials.address(0, (long) NORM_BLOCKS * Double.BYTES);
    long clip = partials.address((long) NORM_BLOCKS * Double.BYTES, Float.BYTES);
    current.norm.run(gradients, current.ends, current.shifts, current.rates, parts);
    current.clip.with(3, (float) update.clipNorm()).run(parts, clip);
    return clip;
  }

  private @Nullable Table table(List<Segment> wanted) {
    if (!segments.equals(wanted)) {
      drop();
      table = wanted.isEmpty() ? null : new Table(gpu, wanted);
      segments = List.copyOf(wanted);
    }
    return table;
  }

  private void drop() {
    Table old = table;
    table = null;
    segments = List.of();
    if (old != null) {
      // Updates that are under way may still read it.
      try {
        gpu.stream().synchronize();
      } finally {
        old.arena.close();
      }
    }
  }

  /** The segments on the device, laid end to end, and the kernels that walk them. */
  private static final class Table {
    final DeviceArena arena;
    final long ends;
    final long shifts;
    final long rates;
    final long decays;
    final Call norm;
    final Call clip;
    final Call update;

    Table(GpuContext gpu, List<Segment> segments) {
      int count = segments.size();
      long[] numbers = new long[2 * count];
      float[] factors = new float[2 * count];
      long total = 0;
      for (int i = 0; i < count; i++) {
        Segment segment = segments.get(i);
        numbers[count + i] = segment.first() - total;
        total += segment.count();
        numbers[i] = total;
        factors[i] = segment.rateMultiplier();
        factors[count + i] = segment.decayMultiplier();
      }
      long threads = Math.ceilDiv(total, ELEMENTS_OF_A_THREAD);
      Grid grid = Grid.linear(Math.min(threads, (long) MOST_BLOCKS * THREADS), THREADS);
      Grid few = Grid.linear(Math.min(threads, (long) NORM_BLOCKS * THREADS), THREADS);
      norm = gpu.call("sgd_update", "sgd_update_norm", few, 5, total);
      clip = gpu.call("sgd_update", "sgd_update_clip", Grids.single(few.x()), 2, few.x(), 0f);
      update = gpu.call("sgd_update", "sgd_update", grid, 8, total, 0f, 0f, 0f, 0f);
      arena = gpu.gpu().arena("segments", 24L * count);
      ends = arena.address(0, 8L * count);
      shifts = ends + 8L * count;
      rates = shifts + 8L * count;
      decays = rates + 4L * count;
      try {
        arena.copyIn(0, MemorySegment.ofArray(numbers));
        arena.copyIn(16L * count, MemorySegment.ofArray(factors));
      } catch (CudaException failure) {
        arena.close();
        throw failure;
      }
    }
  }
}
