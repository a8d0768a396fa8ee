package fcn4j.benchmarks;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.SgdUpdate;
import fcn4j.op.Stopwatch;
import fcn4j.op.View;
import fcn4j.profile.Work;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Parameters, gradients and momentum on a device, for updates. Owns the backend. */
final class UpdateTrial {
  private static final long SEED = 1;

  private final Backend backend;
  private final List<Memory> owned = new ArrayList<>();
  private final float[] initial;
  private final SgdUpdate update;
  private final int calls;
  private final Stopwatch stopwatch;

  /**
   * Allocates that many random parameters with random gradients; momentum starts at 0.
   *
   * @param calls in a round
   */
  UpdateTrial(Backend backend, int parameters, int calls) {
    this.backend = backend;
    this.calls = calls;
    Shape shape = new Shape(1, 1, 1, parameters);
    initial = RandomValues.floats(shape, SEED).data();
    View values = tensor(initial);
    View gradients = tensor(RandomValues.floats(shape, SEED + 1).data());
    View momentum = tensor(new float[parameters]);
    List<SgdUpdate.Segment> segments = List.of(new SgdUpdate.Segment(0, parameters, 1, 1));
    update = new SgdUpdate(values, gradients, momentum, segments, 1e-6, 0.9, 5e-4, 1, 0);
    stopwatch = backend.stopwatch(2);
    long bytes = owned.stream().mapToLong(Memory::bytes).sum();
    Gauge.describe(Work.update(parameters), () -> bytes);
  }

  private View tensor(float[] values) {
    Memory memory =
        backend.allocate("benchmark", backend.bytes(ElementType.FLOAT32, values.length));
    owned.add(memory);
    memory.writeFloats(0, values, 0, values.length);
    return new View(memory, 0, new Shape(1, 1, 1, values.length), ElementType.FLOAT32);
  }

  /** As many updates as a round has calls; waits. */
  void update() {
    stopwatch.mark(0);
    for (int i = 0; i < calls; i++) {
      backend.update(update);
    }
    stopwatch.mark(1);
    backend.synchronize();
    Gauge.deviceMillis(stopwatch.millis(0, 1), calls);
  }

  /**
   * Checks the parameters, every one finite and most of them moved; frees everything.
   *
   * @throws IllegalStateException if it is not so
   */
  void finish() {
    try (backend;
        stopwatch) {
      check();
      owned.forEach(Memory::close);
    }
  }

  private void check() {
    float[] now = new float[initial.length];
    update.values().memory().readFloats(0, now, 0, now.length);
    int moved = 0;
    for (int i = 0; i < now.length; i++) {
      if (!Float.isFinite(now[i])) {
        throw new IllegalStateException("parameter %d became %s".formatted(i, now[i]));
      }
      moved += now[i] != initial[i] ? 1 : 0;
    }
    if (moved < now.length / 2) {
      throw new IllegalStateException(
          "%d of %d parameters were updated".formatted(moved, now.length));
    }
  }
}
