package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.device.StreamQueue;
import fcn4j.emulator.driver.DriverStreams;
import java.util.Map;
import java.util.function.ToIntFunction;
import jcuda.Pointer;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;
import org.jspecify.annotations.Nullable;

/** Handles of cuBLAS and their settings. */
public final class CublasHandles {
  public static final int SUCCESS = 0;
  public static final int NOT_INITIALIZED = 1;
  public static final int INVALID_VALUE = 7;
  public static final int EXECUTION_FAILED = 13;
  public static final int NOT_SUPPORTED = 15;

  private static final int VERSION = 130000;
  private static final Map<Integer, String> NAMES =
      Map.of(
          SUCCESS,
          "CUBLAS_STATUS_SUCCESS",
          NOT_INITIALIZED,
          "CUBLAS_STATUS_NOT_INITIALIZED",
          3,
          "CUBLAS_STATUS_ALLOC_FAILED",
          INVALID_VALUE,
          "CUBLAS_STATUS_INVALID_VALUE",
          EXECUTION_FAILED,
          "CUBLAS_STATUS_EXECUTION_FAILED",
          14,
          "CUBLAS_STATUS_INTERNAL_ERROR",
          NOT_SUPPORTED,
          "CUBLAS_STATUS_NOT_SUPPORTED");

  private CublasHandles() {}

  public static String statusName(int status) {
    return NAMES.getOrDefault(status, "CUBLAS_STATUS_" + status);
  }

  public static int create(EmulatedDevice device, cublasHandle handle) {
    CublasHandle made = new CublasHandle(device.defaultStream());
    Pointers.set(handle, device.handles().add("cublasHandle", made));
    return SUCCESS;
  }

  public static int destroy(EmulatedDevice device, cublasHandle handle) {
    return device.handles().remove(Pointers.address(handle), CublasHandle.class) == null
        ? NOT_INITIALIZED
        : SUCCESS;
  }

  static @Nullable CublasHandle find(EmulatedDevice device, cublasHandle handle) {
    return device.handles().find(Pointers.address(handle), CublasHandle.class);
  }

  private static int with(
      EmulatedDevice device, cublasHandle handle, ToIntFunction<CublasHandle> body) {
    CublasHandle found = find(device, handle);
    return found == null ? NOT_INITIALIZED : body.applyAsInt(found);
  }

  public static int version(EmulatedDevice device, cublasHandle handle, int[] version) {
    return with(
        device,
        handle,
        h -> {
          version[0] = VERSION;
          return SUCCESS;
        });
  }

  public static int setStream(EmulatedDevice device, cublasHandle handle, cudaStream_t stream) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    return with(
        device,
        handle,
        h -> {
          if (queue == null) {
            return INVALID_VALUE;
          }
          h.setStream(queue);
          return SUCCESS;
        });
  }

  public static int setMathMode(EmulatedDevice device, cublasHandle handle, int mode) {
    return with(
        device,
        handle,
        h -> {
          h.setMathMode(mode);
          return SUCCESS;
        });
  }

  public static int mathMode(EmulatedDevice device, cublasHandle handle, int[] mode) {
    return with(
        device,
        handle,
        h -> {
          mode[0] = h.mathMode();
          return SUCCESS;
        });
  }

  public static int setPointerMode(EmulatedDevice device, cublasHandle handle, int mode) {
    return with(
        device,
        handle,
        h -> {
          h.setDevicePointers(mode == 1);
          return SUCCESS;
        });
  }

  /** The workspace must be device memory. */
  public static int setWorkspace(
      EmulatedDevice device, cublasHandle handle, Pointer pointer, long bytes) {
    if (bytes > 0) {
      device.transfers().check(Pointers.address(pointer), bytes, "cublasSetWorkspace");
    }
    return with(device, handle, h -> SUCCESS);
  }
}
