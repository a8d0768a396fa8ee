package fcn4j.cuda;

/**
 * Something that holds a native resource and gives it back when closed.
 *
 * <p>Closing is idempotent and throws nothing checked. Use after closing is an {@link
 * IllegalStateException}.
 */
public interface Owned extends AutoCloseable {
  /**
   * Gives the resource back; later calls do nothing.
   *
   * @throws CudaException if the driver refuses; the object counts as closed all the same
   */
  @Override
  void close();
}
