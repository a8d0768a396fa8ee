package fcn4j.op;

/**
 * A piece of work of known size, to measure what a device can do. Owned, with its memory, by
 * whoever asked a {@link Backend} for it.
 */
public interface Probe extends AutoCloseable {

  /** Enqueues the work once more. */
  void run();

  /** Multiply-adds of one run; 0 for a copy. */
  long multiplyAdds();

  /** The fewest bytes that one run reads and writes. */
  long bytes();

  /**
   * Throws unless the last run's result is right; waits.
   *
   * @throws IllegalStateException if it is not; says what was found
   */
  void verify();

  /** Waits and frees the memory; later calls do nothing. */
  @Override
  void close();
}
