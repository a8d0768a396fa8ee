package fcn4j.op;

/** Recorded work that can be repeated. */
public interface Recording extends AutoCloseable {

  /** Enqueues the work again. */
  void replay();

  /** Frees the recording; later calls do nothing. */
  @Override
  void close();
}
