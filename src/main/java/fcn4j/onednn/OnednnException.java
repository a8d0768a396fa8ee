package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

/** A call of oneDNN failed, or its library is not to be had. */
public final class OnednnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OnednnException(String message) {
    super(message);
  }

  OnednnException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Throws unless a call's status is success. */
  static void check(String what, int status) {
    if (status != dnnl_success) {
      throw new OnednnException("oneDNN: %s: %s".formatted(what, name(status)));
    }
  }

  private static String name(int status) {
    return switch (status) {
      case 1 -> "out of memory";
      case 2 -> "invalid arguments";
      case 3 -> "oneDNN has none for these arguments";
      case 4 -> "the last implementation was reached";
      case 5 -> "runtime error";
      case 6 -> "not required";
      case 7 -> "the graph is not supported";
      default -> "status " + status;
    };
  }
}
