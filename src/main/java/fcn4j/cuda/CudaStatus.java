package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import java.util.Set;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.jspecify.annotations.Nullable;

/**
 * The one check that every status passes through; it turns a failure into a {@link CudaException}.
 *
 * <p>Some driver faults (an illegal address, a trapped kernel) end the context: they are sticky.
 * After the first of them every later call throws with that first fault as its cause, whatever the
 * call itself returned, and {@linkplain #release releases} are no longer complained about, because
 * the driver frees everything with the context.
 */
public final class CudaStatus {
  private static final Set<Integer> STICKY =
      Set.of(46, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 720);

  private @Nullable CudaException fault;

  /**
   * Checks a driver status.
   *
   * @param status what the call returned
   * @param call the call's name, as in {@code "cuMemAlloc"}
   * @param arguments what to quote between the parentheses, alternately names and values
   * @throws CudaException if the status is not zero, or after a sticky fault
   */
  public void driver(int status, String call, @Nullable Object... arguments) {
    if (status != 0 || fault != null) {
      throw failure(Library.DRIVER, status, quote(call, arguments));
    }
  }

  /**
   * Checks a cuDNN status.
   *
   * @throws CudaException if the status is not zero, or after a sticky fault
   */
  public void cudnn(int status, String call, @Nullable Object... arguments) {
    if (status != 0 || fault != null) {
      throw failure(Library.CUDNN, status, quote(call, arguments));
    }
  }

  /**
   * Checks a cuBLAS status.
   *
   * @throws CudaException if the status is not zero, or after a sticky fault
   */
  public void cublas(int status, String call, @Nullable Object... arguments) {
    if (status != 0 || fault != null) {
      throw failure(Library.CUBLAS, status, quote(call, arguments));
    }
  }

  /**
   * Checks a status of the PTX compiler.
   *
   * @throws CudaException if the status is not zero
   */
  void ptxCompiler(int status, String call, @Nullable Object... arguments) {
    if (status != 0) {
      throw failure(Library.PTX_COMPILER, status, quote(call, arguments));
    }
  }

  /**
   * Checks the status of a call that frees something; says nothing after a sticky fault.
   *
   * @throws CudaException if the status is not zero and no sticky fault came before
   */
  public void release(Library library, int status, String call, @Nullable Object... arguments) {
    if (status != 0 && fault == null) {
      throw failure(library, status, quote(call, arguments));
    }
  }

  /**
   * Refuses to go on after a sticky fault; for callers that want to know before a call.
   *
   * @throws CudaException after a sticky fault
   */
  public void alive(String call) {
    if (fault != null) {
      throw CudaException.after(fault, call);
    }
  }

  /** The sticky fault that ended the context, or null. */
  public @Nullable CudaException fault() {
    return fault;
  }

  private CudaException failure(Library library, int status, String call) {
    if (fault != null) {
      return CudaException.after(fault, call);
    }
    CudaException failure =
        new CudaException(library, call, status, name(library, status), text(library, status));
    if (library == Library.DRIVER && STICKY.contains(status)) {
      fault = failure;
    }
    return failure;
  }

  private static String quote(String call, @Nullable Object[] arguments) {
    StringBuilder quoted = new StringBuilder(call).append('(');
    for (int i = 0; i < arguments.length; i++) {
      quoted.append(i == 0 ? "" : i % 2 == 0 ? ", " : " ").append(arguments[i]);
    }
    return quoted.append(')').toString();
  }

  private static String name(Library library, int status) {
    return switch (library) {
      case DRIVER -> {
        String[] name = new String[1];
        yield JCudaDriver.cuGetErrorName(status, name) == 0 && name[0] != null
            ? name[0]
            : "unknown CUDA error";
      }
      case CUDNN -> JCudnn.cudnnGetErrorString(status);
      case CUBLAS -> JCublas2.cublasGetStatusName(status);
      case PTX_COMPILER -> PtxAssembler.statusName(status);
    };
  }

  private static String text(Library library, int status) {
    return switch (library) {
      case DRIVER -> {
        String[] text = new String[1];
        yield JCudaDriver.cuGetErrorString(status, text) == 0 && text[0] != null ? text[0] : "";
      }
      case CUBLAS -> JCublas2.cublasGetStatusString(status);
      case CUDNN, PTX_COMPILER -> "";
    };
  }
}
