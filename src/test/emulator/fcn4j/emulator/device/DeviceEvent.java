package fcn4j.emulator.device;

import org.jspecify.annotations.Nullable;

/** An event: the mark it was recorded at last, and the capture in which that happened. */
public final class DeviceEvent {
  private final boolean timed;
  private @Nullable Ticket ticket;
  private @Nullable CapturedGraph graph;

  public DeviceEvent(boolean timed) {
    this.timed = timed;
  }

  public boolean timed() {
    return timed;
  }

  public void record(StreamQueue stream) {
    graph = stream.capture();
    ticket = stream.mark();
  }

  public @Nullable Ticket ticket() {
    return ticket;
  }

  /** The graph that the event was recorded into, or null. */
  public @Nullable CapturedGraph graph() {
    return graph;
  }
}
