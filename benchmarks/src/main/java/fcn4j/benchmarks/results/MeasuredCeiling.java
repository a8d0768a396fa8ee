package fcn4j.benchmarks.results;

/**
 * What a machine was measured to do at best, in the run itself.
 *
 * @param backend that was measured
 * @param precision of its products
 * @param teraflops of a large matrix product; a multiply-add is two operations
 * @param gigabytesPerSecond of a large copy, read and written, in units of 10^9 bytes
 */
public record MeasuredCeiling(
    String backend, String precision, double teraflops, double gigabytesPerSecond) {

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
  }

  /** The better of two measurements of the same, in products and in copies each for itself. */
  public MeasuredCeiling best(MeasuredCeiling other) {
    return new MeasuredCeiling(
        backend,
        precision,
        Math.max(teraflops, other.teraflops),
        Math.max(gigabytesPerSecond, other.gigabytesPerSecond));
  }

  /** The least time for so much work: the longer one of computing and of moving, in ms. */
  public double millis(long multiplyAdds, long bytes) {
    return Math.max(2e-9 * multiplyAdds / teraflops, 1e-6 * bytes / gigabytesPerSecond);
  }
}
