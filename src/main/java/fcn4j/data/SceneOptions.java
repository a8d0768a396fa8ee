package fcn4j.data;

/**
 * What scenes of handwritten digits look like.
 *
 * @param height rows of a scene
 * @param width columns of a scene
 * @param minDigits fewest digits in a scene
 * @param maxDigits most digits in a scene
 * @param minDigitPixels side of the box of the smallest digit; ink fills about 20/28 of a box
 * @param maxDigitPixels side of the box of the largest digit
 * @param ink the colours of ground and digits
 * @param seed scenes of equal options and seed are equal
 */
public record SceneOptions(
    int height,
    int width,
    int minDigits,
    int maxDigits,
    int minDigitPixels,
    int maxDigitPixels,
    Ink ink,
    long seed) {

  /**
   * Scenes of 128x128 pixels with two to four digits, whose strokes are about 4 to 10 pixels wide.
   */
  public static final SceneOptions DEFAULT =
      new SceneOptions(128, 128, 2, 4, 44, 84, Ink.ANY_COLOUR, 1);

  /**
   * Small scenes, bright on dark, with strokes of about 3 to 5 pixels: what the demo learns from,
   * in minutes without a GPU.
   */
  public static final SceneOptions SMALL =
      new SceneOptions(80, 80, 2, 4, 30, 40, Ink.BRIGHT_ON_DARK, 1);

  /** Which colours stand on which ground. */
  public enum Ink {
    /** Any colour that stands out from a ground of any colour. */
    ANY_COLOUR,
    /** Bright colours on dark grounds: quicker to learn. */
    BRIGHT_ON_DARK
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if an extent or size is below 8, a range is empty, or a digit
   *     exceeds the scene
   */
  public SceneOptions {
    if (height < 8 || width < 8 || minDigitPixels < 8) {
      throw new IllegalArgumentException("scenes and digits need at least 8 pixels a side");
    }
    if (minDigits < 0 || maxDigits < minDigits || maxDigitPixels < minDigitPixels) {
      throw new IllegalArgumentException(
          "the ranges %d to %d digits and %d to %d pixels must not be empty"
              .formatted(minDigits, maxDigits, minDigitPixels, maxDigitPixels));
    }
    if (maxDigitPixels > Math.min(height, width)) {
      throw new IllegalArgumentException(
          "digits of %d pixels do not fit a scene of %dx%d"
              .formatted(maxDigitPixels, width, height));
    }
  }

  /** The same with another size of scene. */
  public SceneOptions withSize(int newHeight, int newWidth) {
    return new SceneOptions(
        newHeight, newWidth, minDigits, maxDigits, minDigitPixels, maxDigitPixels, ink, seed);
  }

  /** The same with another number of digits. */
  public SceneOptions withDigits(int fewest, int most) {
    return new SceneOptions(height, width, fewest, most, minDigitPixels, maxDigitPixels, ink, seed);
  }

  /** The same with digits of another size. */
  public SceneOptions withDigitPixels(int smallest, int largest) {
    return new SceneOptions(height, width, minDigits, maxDigits, smallest, largest, ink, seed);
  }

  /** The same with another seed. */
  public SceneOptions withSeed(long newSeed) {
    return new SceneOptions(
        height, width, minDigits, maxDigits, minDigitPixels, maxDigitPixels, ink, newSeed);
  }

  /** The same with other colours. */
  public SceneOptions withInk(Ink newInk) {
    return new SceneOptions(
        height, width, minDigits, maxDigits, minDigitPixels, maxDigitPixels, newInk, seed);
  }
}
