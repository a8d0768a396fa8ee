package fcn4j.data;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Patches with one handwritten digit in the middle, or none, painted like the scenes: what a
 * classifier learns from before it is cast into a fully convolutional network.
 *
 * <p>The label map is 1x1: digit d has label d + 1, a patch without a digit has 0. Patches of the
 * two splits share no digit image. Sample i depends on options, split and i alone.
 */
public final class DigitPatches implements Dataset {
  private static final float MAX_TURN_RADIANS = 0.25f;
  private static final float MAX_SHIFT = 0.1f;

  private final SceneOptions options;
  private final DigitSplit split;
  private final Digits digits;
  private final int size;

  /**
   * Makes a dataset; nothing is drawn yet.
   *
   * @param options size of a patch and of its digit; numbers of digits are not used
   * @param size number of patches; one in eleven has no digit
   * @throws IllegalArgumentException if the size is below 1
   */
  public DigitPatches(SceneOptions options, DigitSplit split, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a dataset needs at least 1 patch, got " + size);
    }
    this.options = options;
    this.split = split;
    this.digits = Digits.of(split);
    this.size = size;
  }

  @Override
  public String name() {
    return "digit-patches/" + split.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<String> classNames() {
    return DigitClasses.TABLE.names();
  }

  @Override
  public List<Integer> colours() {
    return DigitClasses.TABLE.colours();
  }

  @Override
  public String id(int index) {
    return "patch-%05d".formatted(Objects.checkIndex(index, size));
  }

  @Override
  public Sample get(int index) {
    String id = id(index);
    Draws draws = new Draws(Draws.mix(options.seed()) + 16 + split.ordinal(), index);
    SceneCanvas canvas = new SceneCanvas(options.height(), options.width(), options.ink());
    canvas.ground(draws);
    int label = 0;
    if (draws.below(DigitScenes.CLASSES) != 0) {
      int digit = draws.below(digits.size());
      label = DigitClasses.label(digits.value(digit));
      float box = draws.between((float) options.minDigitPixels(), options.maxDigitPixels());
      float middleY = (options.height() - 1) / 2f + draws.between(-MAX_SHIFT, MAX_SHIFT) * box;
      float middleX = (options.width() - 1) / 2f + draws.between(-MAX_SHIFT, MAX_SHIFT) * box;
      float turn = draws.between(-MAX_TURN_RADIANS, MAX_TURN_RADIANS);
      canvas.digit(digits.ink(digit), label, middleY, middleX, box, turn, canvas.inkColour(draws));
    }
    LabelMap labels = new LabelMap(1, 1, new byte[] {(byte) label});
    return new Sample(id, canvas.image(draws), Optional.of(labels));
  }
}
