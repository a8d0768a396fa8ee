package fcn4j.data;

/**
 * Random mirroring and jitter of training pictures (paper section 4.3: mirroring, and shifts of up
 * to 32 pixels).
 *
 * @param mirror whether every second picture, by chance, is mirrored
 * @param jitterPixels largest shift in each direction
 * @param margin what a shift uncovers
 * @param seed placements of equal seeds are equal
 */
public record Augmentation(boolean mirror, int jitterPixels, Placement.Margin margin, long seed) {
  /** Pictures as they are. */
  public static final Augmentation NONE = new Augmentation(false, 0, Placement.Margin.IGNORE, 0);

  private static final long STREAM = 0x617567L;

  /**
   * Checks the shift.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Augmentation {
    if (jitterPixels < 0) {
      throw new IllegalArgumentException("jitter must not be negative, got " + jitterPixels);
    }
  }

  /**
   * The placement of the picture that is drawn as number {@code draw}; it depends on nothing else
   * but the seed.
   */
  public Placement placement(long draw) {
    if (!mirror && jitterPixels == 0) {
      return Placement.NONE;
    }
    Draws draws = new Draws(seed ^ STREAM, draw);
    boolean mirrored = mirror && draws.below(2) == 1;
    return new Placement(
        mirrored,
        draws.between(-jitterPixels, jitterPixels),
        draws.between(-jitterPixels, jitterPixels),
        margin);
  }
}
