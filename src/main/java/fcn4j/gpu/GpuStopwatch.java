package fcn4j.gpu;

import fcn4j.cuda.Event;
import fcn4j.cuda.Gpu;
import fcn4j.cuda.Lifetime;
import fcn4j.op.Stopwatch;
import java.util.ArrayList;
import java.util.List;

/** Marks as timed events in the compute stream: the GPU's own clock. Owns the events. */
final class GpuStopwatch implements Stopwatch {
  private final Gpu gpu;
  private final Lifetime lifetime = new Lifetime("stopwatch");
  private final List<Event> events = new ArrayList<>();
  private final boolean[] set;

  GpuStopwatch(Gpu gpu, int marks) {
    this.gpu = gpu;
    set = new boolean[marks];
    try {
      for (int i = 0; i < marks; i++) {
        events.add(lifetime.own(gpu.event(true)));
      }
    } catch (RuntimeException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  @Override
  public void mark(int index) {
    gpu.computeStream().record(events.get(index));
    set[index] = true;
  }

  @Override
  public double millis(int from, int to) {
    Event earlier = reached(from);
    return reached(to).millisSince(earlier);
  }

  private Event reached(int index) {
    Event event = events.get(index);
    if (!set[index]) {
      throw new IllegalStateException("mark " + index + " was never set");
    }
    event.synchronize();
    return event;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
