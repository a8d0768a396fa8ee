package fcn4j.op;

/**
 * An operation made ready for fixed input shapes by a backend. It owns descriptors at most, never
 * tensors.
 */
public interface BoundOp extends AutoCloseable {

  /** Scratch memory that forward or backward needs, whichever is more; 0 for none. */
  default long workspaceBytes() {
    return 0;
  }

  /** Scratch memory that forward alone needs, where that is less. */
  default long forwardWorkspaceBytes() {
    return workspaceBytes();
  }

  /** Memory that must live from forward to backward (pooling winners, normaliser); 0 for none. */
  default long savedBytes() {
    return 0;
  }

  /**
   * What the backend keeps of the parameters in a form of its own, from the first pass until the
   * parameters' memory is closed; 0 for nothing.
   */
  default long packedBytes() {
    return 0;
  }

  /** Computes the output; enqueues, may return before completion. */
  void forward(OpArgs args);

  /**
   * Computes the gradients that are asked for, after a forward with the same args; enqueues.
   *
   * <p>The output's gradient stays as it is, unless {@link #consumesOutputGradient()}.
   *
   * @param modes what to do with each gradient; a gradient that does not exist must be {@link
   *     GradMode#IGNORE}
   */
  void backward(OpArgs args, GradModes modes);

  /**
   * Whether backward may change the output's gradient, which nobody else reads, in place: that
   * saves a buffer of the output's size. Running backward once more must give the same.
   */
  default boolean consumesOutputGradient() {
    return false;
  }

  /**
   * Throws what asynchronous work has found wrong since the last call, for example a label that is
   * no class; called after the backend has been waited for.
   *
   * @throws LabelException if a label was neither a class nor the ignore label
   */
  default void verify(OpArgs args) {}

  /** Frees descriptors; later calls do nothing. */
  @Override
  default void close() {}
}
