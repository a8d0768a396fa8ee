package fcn4j.emulator.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.CapturedGraph;
import fcn4j.emulator.device.DeviceEvent;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.device.StreamQueue;
import fcn4j.emulator.device.Ticket;
import jcuda.NativePointerObject;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/** Streams and events. */
public final class DriverStreams {
  private static final int NON_BLOCKING = 1;
  private static final int DISABLE_TIMING = 2;

  private DriverStreams() {}

  /** The stream of a handle, the default stream for null, or null for an unknown handle. */
  public static @Nullable StreamQueue queue(
      EmulatedDevice device, @Nullable NativePointerObject stream) {
    long handle = Pointers.address(stream);
    return handle >= 0 && handle <= 2
        ? device.defaultStream()
        : device.handles().find(handle, StreamQueue.class);
  }

  public static int create(EmulatedDevice device, CUstream stream, int flags) {
    boolean blocking = (flags & NON_BLOCKING) == 0;
    StreamQueue queue = new StreamQueue(blocking, device.options().lazyStreams());
    Pointers.set(stream, device.handles().add("stream", queue));
    return DriverCalls.SUCCESS;
  }

  public static int destroy(EmulatedDevice device, CUstream stream) {
    StreamQueue queue = device.handles().remove(Pointers.address(stream), StreamQueue.class);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    queue.drain();
    return DriverCalls.SUCCESS;
  }

  public static int synchronize(EmulatedDevice device, CUstream stream) {
    StreamQueue queue = queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (spoils(queue.capture())) {
      return DriverCalls.CAPTURE_UNSUPPORTED;
    }
    if (queue == device.defaultStream()) {
      device.drainBlocking();
    }
    queue.drain();
    return DriverCalls.SUCCESS;
  }

  private static boolean spoils(@Nullable CapturedGraph capture) {
    if (capture != null) {
      capture.invalidate();
    }
    return capture != null;
  }

  /** A lazy stream does one piece of work at each query, so that polling ends. */
  public static int query(EmulatedDevice device, CUstream stream) {
    StreamQueue queue = queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (spoils(queue.capture())) {
      return DriverCalls.CAPTURE_UNSUPPORTED;
    }
    return queue.step() ? DriverCalls.NOT_READY : DriverCalls.SUCCESS;
  }

  public static int waitEvent(EmulatedDevice device, CUstream stream, CUevent handle) {
    StreamQueue queue = queue(device, stream);
    DeviceEvent event = event(device, handle);
    if (queue == null || event == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    CapturedGraph graph = event.graph();
    if (graph != null && queue.capture() == null) {
      queue.beginCapture(graph, false);
    }
    Ticket ticket = event.ticket();
    if (ticket != null && graph == null) {
      queue.waitFor(ticket);
    }
    return DriverCalls.SUCCESS;
  }

  private static @Nullable DeviceEvent event(EmulatedDevice device, CUevent handle) {
    return device.handles().find(Pointers.address(handle), DeviceEvent.class);
  }

  public static int createEvent(EmulatedDevice device, CUevent event, int flags) {
    DeviceEvent made = new DeviceEvent((flags & DISABLE_TIMING) == 0);
    Pointers.set(event, device.handles().add("event", made));
    return DriverCalls.SUCCESS;
  }

  public static int destroyEvent(EmulatedDevice device, CUevent event) {
    DeviceEvent removed = device.handles().remove(Pointers.address(event), DeviceEvent.class);
    return removed == null ? DriverCalls.INVALID_HANDLE : DriverCalls.SUCCESS;
  }

  public static int record(EmulatedDevice device, CUevent handle, CUstream stream) {
    StreamQueue queue = queue(device, stream);
    DeviceEvent event = event(device, handle);
    if (queue == null || event == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    event.record(queue);
    return DriverCalls.SUCCESS;
  }

  public static int synchronizeEvent(EmulatedDevice device, CUevent handle) {
    DeviceEvent event = event(device, handle);
    if (event == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (spoils(event.graph())) {
      return DriverCalls.CAPTURE_UNSUPPORTED;
    }
    Ticket ticket = event.ticket();
    if (ticket != null) {
      StreamQueue.reach(ticket);
    }
    return DriverCalls.SUCCESS;
  }

  public static int queryEvent(EmulatedDevice device, CUevent handle) {
    DeviceEvent event = event(device, handle);
    if (event == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (spoils(event.graph())) {
      return DriverCalls.CAPTURE_UNSUPPORTED;
    }
    Ticket ticket = event.ticket();
    if (ticket == null || ticket.done()) {
      return DriverCalls.SUCCESS;
    }
    StreamQueue.step(ticket);
    return DriverCalls.NOT_READY;
  }

  public static int elapsed(EmulatedDevice device, float[] millis, CUevent start, CUevent end) {
    DeviceEvent first = event(device, start);
    DeviceEvent last = event(device, end);
    if (first == null || last == null || !first.timed() || !last.timed()) {
      return DriverCalls.INVALID_HANDLE;
    }
    Ticket from = first.ticket();
    Ticket to = last.ticket();
    if (from == null || to == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (!from.done() || !to.done()) {
      return DriverCalls.NOT_READY;
    }
    millis[0] = (to.nanos() - from.nanos()) / 1e6f;
    return DriverCalls.SUCCESS;
  }
}
