package fcn4j.benchmarks.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine was measured to do at best, in the run itself.
 *
 * @param backend that was measured
 * @param precision of its products
 * @param teraflops of a large matrix product; a multiply-add is two operations
 * @param gigabytesPerSecond of a large copy, read and written, in units of 10^9 bytes
 * @param handoverNanos the longer one of the handovers before and after; null where there was none
 */
public record MeasuredCeiling(
    String backend,
    String precision,
    double teraflops,
    double gigabytesPerSecond,
    @Nullable Double handoverNanos) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public MeasuredCeiling {
    Fields.requireWord("backend", backend);
    Fields.requireWord("precision", precision);
    Fields.requirePositive("teraflops", teraflops);
    Fields.requirePositive("gigabytesPerSecond", gigabytesPerSecond);
    Fields.requirePositiveIfPresent("handoverNanos", handoverNanos);
  }

  /**
   * The best of several measurements of the same, in products and in copies each for itself, of
   * those whose threads were near each other.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MeasuredCeiling best(List<MeasuredCeiling> measured) {
    return Placement.near(measured, MeasuredCeiling::handoverNanos).stream()
        .reduce(MeasuredCeiling::better)
        .orElseThrow(() -> new IllegalArgumentException("no ceiling was measured"));
  }

  private MeasuredCeiling better(MeasuredCeiling other) {
    return new MeasuredCeiling(
        backend,
        precision,
        Math.max(teraflops, other.teraflops),
        Math.max(gigabytesPerSecond, other.gigabytesPerSecond),
        handoverNanos == null || other.handoverNanos == null
            ? handoverNanos
            : Double.valueOf(Math.min(handoverNanos, other.handoverNanos)));
  }

  /** The least time for so much work: the longer one of computing and of moving, in ms. */
  public double millis(long multiplyAdds, long bytes) {
    return Math.max(2e-9 * multiplyAdds / teraflops, 1e-6 * bytes / gigabytesPerSecond);
  }
}
