package fcn4j.op;

import fcn4j.tensor.ElementType;

/** Where tensors are kept: a {@link Backend}, or host memory where nothing is to be computed. */
public interface Storage {
  /** Bytes that a number of elements takes in this memory. */
  long bytes(ElementType type, long elements);

  /** What offsets of tensors must be a multiple of. */
  long alignmentBytes();

  /**
   * Allocates memory, contents undefined.
   *
   * @param purpose for messages: {@code parameters}, {@code activations}
   */
  Memory allocate(String purpose, long bytes);
}
