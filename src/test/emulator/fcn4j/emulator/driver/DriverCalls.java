package fcn4j.emulator.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.CapturedGraph;
import fcn4j.emulator.memory.EmulatorFault;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The way into the device that every call of a library takes: counted, failed, guarded. */
public final class DriverCalls {
  public static final int SUCCESS = 0;
  public static final int INVALID_VALUE = 1;
  public static final int OUT_OF_MEMORY = 2;
  public static final int INVALID_CONTEXT = 201;
  public static final int INVALID_HANDLE = 400;
  public static final int NOT_FOUND = 500;
  public static final int NOT_READY = 600;
  public static final int CAPTURE_UNSUPPORTED = 900;
  public static final int CAPTURE_INVALIDATED = 901;
  public static final int CAPTURE_UNMATCHED = 903;

  /** Calls that give something back do so even where they are made to fail. */
  private static final Set<String> RELEASING =
      Set.of(
          "cuMemFree",
          "cuMemFreeHost",
          "cuModuleUnload",
          "cuStreamDestroy",
          "cuEventDestroy",
          "cuGraphDestroy",
          "cuGraphExecDestroy",
          "cuDevicePrimaryCtxRelease");

  /** Calls that wait or change memory at once, which a capture does not allow. */
  private static final Set<String> FORBIDDEN_IN_CAPTURE =
      Set.of(
          "cuMemAlloc",
          "cuMemFree",
          "cuCtxSynchronize",
          "cuMemcpyHtoD",
          "cuMemcpyDtoH",
          "cuMemcpyDtoD",
          "cuMemsetD8",
          "cuMemsetD32");

  private DriverCalls() {}

  /** Runs a call on the device in use; a fault becomes the context's sticky error. */
  public static int call(String function, ToIntFunction<EmulatedDevice> body) {
    EmulatedDevice device = EmulatedDevice.current();
    synchronized (device) {
      int injected = device.calls().enter(function);
      boolean releasing = RELEASING.contains(function);
      if (injected != 0 && !releasing) {
        return injected;
      }
      if (device.stickyError() != 0 && !releasing) {
        return device.stickyError();
      }
      CapturedGraph capture = device.activeCapture();
      if (capture != null && FORBIDDEN_IN_CAPTURE.contains(function)) {
        capture.invalidate();
        return CAPTURE_UNSUPPORTED;
      }
      int result = guarded(device, body);
      return injected != 0 ? injected : device.stickyError() != 0 ? device.stickyError() : result;
    }
  }

  private static int guarded(EmulatedDevice device, ToIntFunction<EmulatedDevice> body) {
    try {
      return body.applyAsInt(device);
    } catch (EmulatorFault fault) {
      return device.keep(fault);
    }
  }

  /** Runs a query that neither counts as a call nor fails. */
  public static <T> T query(Function<EmulatedDevice, T> body) {
    EmulatedDevice device = EmulatedDevice.current();
    synchronized (device) {
      return body.apply(device);
    }
  }
}
