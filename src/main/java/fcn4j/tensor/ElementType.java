package fcn4j.tensor;

/** What the elements of a tensor are. */
public enum ElementType {
  /** IEEE single precision: activations, parameters, gradients. */
  FLOAT32,
  /** Unsigned bytes: label maps, predictions, images, masks. */
  UINT8,
  /** Signed 32-bit integers: counts. */
  INT32
}
