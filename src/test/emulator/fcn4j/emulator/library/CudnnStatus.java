package fcn4j.emulator.library;

import java.util.Map;

/** The status numbers of cuDNN 9. */
public final class CudnnStatus {
  public static final int SUCCESS = 0;
  public static final int NOT_INITIALIZED = 1001;
  public static final int BAD_PARAM = 2000;
  public static final int NOT_SUPPORTED = 3000;
  public static final int EXECUTION_FAILED = 5000;

  private static final Map<Integer, String> NAMES =
      Map.of(
          SUCCESS,
          "CUDNN_STATUS_SUCCESS",
          NOT_INITIALIZED,
          "CUDNN_STATUS_NOT_INITIALIZED",
          BAD_PARAM,
          "CUDNN_STATUS_BAD_PARAM",
          NOT_SUPPORTED,
          "CUDNN_STATUS_NOT_SUPPORTED",
          4000,
          "CUDNN_STATUS_INTERNAL_ERROR",
          4003,
          "CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED",
          4004,
          "CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
          EXECUTION_FAILED,
          "CUDNN_STATUS_EXECUTION_FAILED");

  private CudnnStatus() {}

  public static String name(int status) {
    return NAMES.getOrDefault(status, "CUDNN_STATUS_" + status);
  }
}
