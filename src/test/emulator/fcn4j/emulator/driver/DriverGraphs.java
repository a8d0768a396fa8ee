package fcn4j.emulator.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.CapturedGraph;
import fcn4j.emulator.device.GraphExecutable;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.device.StreamQueue;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;

/** Captures of streams and the graphs made of them. */
public final class DriverGraphs {
  private DriverGraphs() {}

  public static int beginCapture(EmulatedDevice device, CUstream stream) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (queue == device.defaultStream() || queue.capture() != null) {
      return DriverCalls.CAPTURE_UNSUPPORTED;
    }
    queue.beginCapture(new CapturedGraph(), true);
    return DriverCalls.SUCCESS;
  }

  public static int endCapture(EmulatedDevice device, CUstream stream, CUgraph graph) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    CapturedGraph captured = queue.capture();
    if (captured == null || !queue.isCaptureOrigin()) {
      return DriverCalls.CAPTURE_UNMATCHED;
    }
    for (StreamQueue other : device.handles().all(StreamQueue.class)) {
      if (other.capture() == captured) {
        other.endCapture();
      }
    }
    if (captured.invalid()) {
      return DriverCalls.CAPTURE_INVALIDATED;
    }
    Pointers.set(graph, device.handles().add("graph", captured));
    return DriverCalls.SUCCESS;
  }

  public static int isCapturing(EmulatedDevice device, CUstream stream, int[] status) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    status[0] = queue.capture() == null ? 0 : 1;
    return DriverCalls.SUCCESS;
  }

  public static int instantiate(EmulatedDevice device, CUgraphExec executable, CUgraph graph) {
    CapturedGraph captured = device.handles().find(Pointers.address(graph), CapturedGraph.class);
    if (captured == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    GraphExecutable made = new GraphExecutable(captured.nodes());
    Pointers.set(executable, device.handles().add("graph executable", made));
    return DriverCalls.SUCCESS;
  }

  public static int launchGraph(EmulatedDevice device, CUgraphExec executable, CUstream stream) {
    GraphExecutable graph =
        device.handles().find(Pointers.address(executable), GraphExecutable.class);
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (graph == null || queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    graph.nodes().forEach(queue::submit);
    return DriverCalls.SUCCESS;
  }

  public static int destroyGraph(EmulatedDevice device, CUgraph graph) {
    return device.handles().remove(Pointers.address(graph), CapturedGraph.class) == null
        ? DriverCalls.INVALID_HANDLE
        : DriverCalls.SUCCESS;
  }

  public static int destroyExecutable(EmulatedDevice device, CUgraphExec executable) {
    return device.handles().remove(Pointers.address(executable), GraphExecutable.class) == null
        ? DriverCalls.INVALID_HANDLE
        : DriverCalls.SUCCESS;
  }
}
