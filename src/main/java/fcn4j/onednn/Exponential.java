package fcn4j.onednn;

import java.lang.foreign.MemorySegment;

/**
 * The exponential function of floats that are not positive, in loops that become vector
 * instructions.
 *
 * <p>exp(x) = 2^k * exp(r) with the whole number k nearest to x / ln 2 and |r| at most ln 2 / 2,
 * exp(r) by its series to the seventh power. The relative error is below 1e-7 where the result is a
 * normal float; smaller results become 0.
 */
final class Exponential {
  /** Here k is -127, which as the exponent of a float gives 0. */
  private static final float LEAST = -88;

  private static final float INVERSE_LN2 = (float) (1 / Math.log(2));

  /** Adding 1.5 * 2^23 rounds a float of moderate size to a whole number. */
  private static final float ROUNDER = 12582912f;

  /** ln 2 in two parts, the first with so few bits that its product with k is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = (float) (Math.log(2) - 0.693359375);

  private static final int EXPONENT_BIAS = 127;
  private static final int EXPONENT_SHIFT = 23;

  private int[] exponents = new int[0];
  private float[] powers = new float[0];

  /** Replaces {@code count} elements from {@code first} on, none above 0, by their exponentials. */
  void apply(float[] x, int first, int count) {
    if (exponents.length < count) {
      exponents = new int[count];
      powers = new float[count];
    }
    series(x, first, exponents, count);
    // The same bits as floats: a loop of Float.intBitsToFloat would not become vector instructions.
    MemorySegment.copy(
        MemorySegment.ofArray(exponents),
        0,
        MemorySegment.ofArray(powers),
        0,
        (long) count * Float.BYTES);
    multiply(x, first, powers, count);
  }

  private static void series(float[] x, int first, int[] exponents, int count) {
    for (int i = 0; i < count; i++) {
      float value = Math.max(x[first + i], LEAST);
      float k = Math.fma(value, INVERSE_LN2, ROUNDER) - ROUNDER;
      exponents[i] = ((int) k + EXPONENT_BIAS) << EXPONENT_SHIFT;
      float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, value));
      float sum = Math.fma(r, 1 / 5040f, 1 / 720f);
      sum = Math.fma(sum, r, 1 / 120f);
      sum = Math.fma(sum, r, 1 / 24f);
      sum = Math.fma(sum, r, 1 / 6f);
      sum = Math.fma(sum, r, 0.5f);
      sum = Math.fma(sum, r, 1);
      x[first + i] = Math.fma(sum, r, 1);
    }
  }

  private static void multiply(float[] x, int first, float[] factors, int count) {
    for (int i = 0; i < count; i++) {
      x[first + i] *= factors[i];
    }
  }
}
