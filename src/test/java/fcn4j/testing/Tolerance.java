package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one rule by which numbers are compared: |result - reference| &lt;= tolerance * (sum of the
 * absolute values of the terms).
 */
public final class Tolerance {
  /** For direct algorithms in float32. */
  public static final double FLOAT32 = 2e-6;

  /** For results in double whose reference was rounded once to float. */
  public static final double ONE_ROUNDING = 0x1p-23;

  /** For results that are computed in double by another order of the same sums. */
  public static final double DOUBLE = 1e-13;

  private Tolerance() {}

  /** Compares arrays; the bound holds the sum of absolute terms of each element. */
  public static void check(
      String what, double[] result, double[] reference, double[] bound, double tolerance) {
    assertThat(result).as(what).hasSameSizeAs(reference);
    for (int i = 0; i < result.length; i++) {
      double allowed = tolerance * bound[i] + Float.MIN_NORMAL;
      if (!(Math.abs(result[i] - reference[i]) <= allowed)) {
        throw new AssertionError(
            "%s: element %d of %d is %s, the reference says %s; the difference %.3e is above the allowed %.3e (tolerance %.1e, sum of absolute terms %s)"
                .formatted(
                    what,
                    i,
                    result.length,
                    result[i],
                    reference[i],
                    Math.abs(result[i] - reference[i]),
                    allowed,
                    tolerance,
                    bound[i]));
      }
    }
  }
}
