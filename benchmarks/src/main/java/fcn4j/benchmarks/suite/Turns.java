package fcn4j.benchmarks.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Turns of runs on one machine, each in a process of its own: while one measures, those that name
 * the same file wait. They follow each other in strict alternation, so that what disturbs the
 * machine for seconds or minutes disturbs them alike. A run that ends, however it does, leaves the
 * others its turns.
 */
final class Turns implements AutoCloseable {
  private static final long QUEUE = 0;
  private static final long TURN = 1;

  private final @Nullable FileChannel channel;

  private Turns(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Turns with others that name the same file.
   *
   * @param file created if it is missing, and left behind; null takes turns with nobody
   * @throws IOException if it can't be written
   */
  static Turns of(@Nullable Path file) throws IOException {
    return new Turns(
        file == null
            ? null
            : FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /**
   * What is done in a turn.
   *
   * @param <T> what comes of it
   * @param <E> what it fails with
   */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /**
   * Waits for the turn, and keeps it for the work.
   *
   * @throws E if the work fails
   * @throws UncheckedIOException if the file can't be locked
   */
  <T, E extends Exception> T take(Work<T, E> work) throws E {
    FileLock turn = await();
    try {
      return work.run();
    } finally {
      release(turn);
    }
  }

  private @Nullable FileLock await() {
    if (channel == null) {
      return null;
    }
    try {
      FileLock queue = channel.lock(QUEUE, 1, false);
      try {
        // Who waits here keeps the queue, so that whoever ends a turn can't take the next one too.
        return channel.lock(TURN, 1, false);
      } finally {
        queue.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("--turns: the file can't be locked", e);
    }
  }

  private static void release(@Nullable FileLock turn) {
    try {
      if (turn != null) {
        turn.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("--turns: the file can't be unlocked", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
