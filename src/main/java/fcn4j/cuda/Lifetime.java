package fcn4j.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What an owner has to give back: releases run in reverse order, once; the first failure is thrown
 * and later ones are suppressed in it.
 */
public final class Lifetime implements AutoCloseable {
  private final String what;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts a lifetime.
   *
   * @param what names the owner in messages, as in {@code "arena activations"}
   */
  public Lifetime(String what) {
    this.what = what;
  }

  /** Registers a release to run at {@link #close}, before those registered earlier. */
  public void onClose(Runnable release) {
    requireOpen();
    releases.push(release);
  }

  /** Registers an owned object to close at {@link #close}. */
  public <T extends Owned> T own(T owned) {
    onClose(owned::close);
    return owned;
  }

  /**
   * Refuses use after close.
   *
   * @throws IllegalStateException if closed
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException(what + " is closed");
    }
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    RuntimeException first = null;
    while (!releases.isEmpty()) {
      try {
        releases.pop().run();
      } catch (RuntimeException failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Closes after {@code failure} has happened; what closing throws is suppressed in it. */
  public <E extends RuntimeException> E closeAfter(E failure) {
    try {
      close();
    } catch (RuntimeException later) {
      failure.addSuppressed(later);
    }
    return failure;
  }
}
