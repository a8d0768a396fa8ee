package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.memory.EmulatorFault;
import java.util.function.ToIntFunction;

/** The way into the device that calls of cuDNN and cuBLAS take: counted, failed, guarded. */
public final class LibraryCalls {
  private LibraryCalls() {}

  /**
   * Runs a call on the device in use.
   *
   * @param executionFailed what the library returns after a fault of the context
   */
  public static int call(String function, int executionFailed, ToIntFunction<EmulatedDevice> body) {
    EmulatedDevice device = EmulatedDevice.current();
    synchronized (device) {
      int injected = device.calls().enter(function);
      boolean releasing = function.contains("Destroy");
      if (injected != 0 && !releasing) {
        return injected;
      }
      if (device.stickyError() != 0 && !releasing) {
        return executionFailed;
      }
      int result;
      try {
        result = body.applyAsInt(device);
      } catch (EmulatorFault fault) {
        device.keep(fault);
        result = executionFailed;
      }
      return injected != 0 ? injected : result;
    }
  }
}
