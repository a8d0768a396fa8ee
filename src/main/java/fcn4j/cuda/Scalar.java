package fcn4j.cuda;

import jcuda.Pointer;

/**
 * The factors alpha and beta of cuDNN and cuBLAS calls, as pointers made once.
 *
 * <p>Both libraries read them before the call returns, so arrays on the Java heap will do.
 */
final class Scalar {
  /** One. */
  static final Pointer ONE = of(1);

  /** Zero; as beta it means that the output is not read. */
  static final Pointer ZERO = of(0);

  private Scalar() {}

  /** A pointer to one float. */
  static Pointer of(float value) {
    return Pointer.to(new float[] {value});
  }

  /** Beta for overwriting or adding. */
  static Pointer beta(boolean accumulate) {
    return accumulate ? ONE : ZERO;
  }
}
