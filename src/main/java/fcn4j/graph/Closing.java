package fcn4j.graph;

import org.jspecify.annotations.Nullable;

/**
 * Closes several things whatever happens: each is tried, then the first failure is thrown with the
 * later ones as suppressed.
 */
final class Closing {
  private @Nullable RuntimeException first;

  /** After a failure that is to be thrown in any case. */
  static Closing after(RuntimeException failure) {
    Closing closing = new Closing();
    closing.first = failure;
    return closing;
  }

  /** Tries one thing. */
  void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (first == null) {
        first = e;
      } else {
        first.addSuppressed(e);
      }
    }
  }

  /** Throws the first failure, if there was one. */
  void finish() {
    if (first != null) {
      throw first;
    }
  }
}
