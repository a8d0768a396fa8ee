package fcn4j.benchmarks.scaling;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Finds the largest number whose need fits: a cheap estimate tells where to look, the exact need,
 * which is dear, decides.
 *
 * @param estimate about what a number needs; rises
 * @param exact what it needs; negative where it can't be done at all
 * @param limit what there is
 */
record LargestSearch(LongUnaryOperator estimate, LongUnaryOperator exact, long limit) {

  /**
   * What was found.
   *
   * @param largest fits; 0 if nothing does
   * @param needed what it needs
   * @param nextNeeded what the next number needs; negative if it can't be done at all
   */
  record Found(long largest, long needed, long nextNeeded) {}

  /** Searches the numbers from 1 to a most. */
  Found search(long most) {
    Map<Long, Long> known = new HashMap<>();
    long fits = 0;
    long fails = most + 1;
    long beyond = 0;
    boolean halving = false;
    while (fails - fits > 1) {
      long next = halving ? (fits + fails) >>> 1 : guess(most, beyond);
      long candidate = Math.clamp(next, fits + 1, fails - 1);
      long needed = exact.applyAsLong(candidate);
      known.put(candidate, needed);
      if (needed >= 0) {
        beyond = needed - estimate.applyAsLong(candidate);
      }
      if (needed >= 0 && needed <= limit) {
        fits = candidate;
      } else {
        fails = candidate;
        // Where something can't be done at all, nothing is learned of the need.
        halving |= needed < 0;
      }
    }
    return new Found(fits, known.getOrDefault(fits, 0L), known.getOrDefault(fails, -1L));
  }

  /** The largest number that fits by the estimate and what the need was beyond it. */
  private long guess(long most, long beyond) {
    long low = 0;
    long high = most + 1;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (estimate.applyAsLong(middle) + beyond <= limit) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
