package fcn4j.gpu;

import fcn4j.cuda.MathMode;

/** How products of float32 numbers are computed; sums and everything else stay float32. */
public enum Precision {
  /** Full float32 throughout: tests and reproduction. */
  FP32(MathMode.FMA),
  /** Products on tensor cores, inputs rounded to 10 bits of mantissa; from Ampere on. */
  TF32(MathMode.TF32);

  private final MathMode mathMode;

  Precision(MathMode mathMode) {
    this.mathMode = mathMode;
  }

  MathMode mathMode() {
    return mathMode;
  }
}
