package fcn4j.op;

/**
 * Points in a device's work and the time between them. Owned by whoever asked a {@link Backend} for
 * it; marks may be set again, which forgets when they were set before.
 */
public interface Stopwatch extends AutoCloseable {

  /**
   * Notes when all work that was enqueued so far is done; does not wait.
   *
   * @param index of the mark, from 0
   * @throws IndexOutOfBoundsException if there is no such mark
   */
  void mark(int index);

  /**
   * Milliseconds from one mark to a later one; waits until both are reached.
   *
   * @throws IllegalStateException if either was never set
   */
  double millis(int from, int to);

  /** Frees the marks; later calls do nothing. */
  @Override
  void close();
}
