package fcn4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CUDA, cuDNN or cuBLAS call that failed: the call with its arguments, the status, its name and
 * text, and lines of context that callers add on the way up.
 *
 * <p>Example: {@code cuMemAlloc(bytes 4096) failed: 2 CUDA_ERROR_OUT_OF_MEMORY (out of memory)}.
 */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The library a failed call belongs to. */
  public enum Library {
    DRIVER,
    CUDNN,
    CUBLAS,
    PTX_COMPILER
  }

  private final Library library;
  private final String call;
  private final int number;
  private final String name;
  private final boolean repeated;
  private final List<String> context = new ArrayList<>();

  CudaException(Library library, String call, int number, String name, String text) {
    super(call + " failed: " + number + " " + name + (text.isEmpty() ? "" : " (" + text + ")"));
    this.library = library;
    this.call = call;
    this.number = number;
    this.name = name;
    this.repeated = false;
  }

  private CudaException(String call, CudaException first) {
    super(
        call + " was not done: an earlier fault ended this context, " + first.getMessage(), first);
    this.library = first.library;
    this.call = call;
    this.number = first.number;
    this.name = first.name;
    this.repeated = true;
  }

  /** The report of a later call on a context that {@code first} has ended. */
  static CudaException after(CudaException first, String call) {
    return new CudaException(call, first);
  }

  /**
   * Adds a line of context, such as the node and its shapes, and returns this exception.
   *
   * @param line for example {@code "in conv1_1: Conv2d (1,3,500,500) -> (1,64,698,698)"}
   */
  public CudaException add(String line) {
    context.add(line);
    return this;
  }

  /** The library whose call failed. */
  public Library library() {
    return library;
  }

  /** The failed call with its arguments, as in {@code cuMemAlloc(bytes 4096)}. */
  public String call() {
    return call;
  }

  /** The status number, as the library returned it. */
  public int number() {
    return number;
  }

  /** The status name, as in {@code CUDA_ERROR_OUT_OF_MEMORY}. */
  public String statusName() {
    return name;
  }

  /** Whether an earlier fault (the cause) made this call impossible. */
  public boolean isRepeated() {
    return repeated;
  }

  /** Whether memory ran out: driver 2, cuDNN 4003 and 4004, cuBLAS 3. */
  public boolean isOutOfMemory() {
    return switch (library) {
      case DRIVER -> number == 2;
      case CUDNN -> number == 4003 || number == 4004;
      case CUBLAS -> number == 3;
      case PTX_COMPILER -> false;
    };
  }

  /** Whether cuDNN or cuBLAS said that it does not support what was asked for. */
  public boolean isNotSupported() {
    return switch (library) {
      case CUDNN -> number >= 3000 && number < 4000;
      case CUBLAS -> number == 15;
      case DRIVER -> number == 801;
      case PTX_COMPILER -> false;
    };
  }

  /** The call, the status and the lines of context, one below the other. */
  @Override
  public @Nullable String getMessage() {
    String first = super.getMessage();
    return context == null || context.isEmpty()
        ? first
        : first + "\n  " + String.join("\n  ", context);
  }
}
