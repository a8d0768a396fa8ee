package fcn4j.tensor;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Work that another thread does. */
public final class Background {
  private Background() {}

  /**
   * Waits for work and returns its result; what it threw is thrown here.
   *
   * @param doing what the work does, as in "reading weights"
   * @throws IllegalStateException if the work threw a checked exception, which is the cause, or the
   *     waiting thread was interrupted, which it stays
   */
  public static <T> T await(Future<T> work, String doing) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(doing + " failed", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + doing, e);
    }
  }
}
