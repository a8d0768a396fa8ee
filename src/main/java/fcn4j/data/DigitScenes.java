package fcn4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Scenes of real handwritten digits of varying size, place, turn and colour on a textured ground,
 * drawn when asked for.
 *
 * <p>The label of a pixel is the digit whose stroke it is (digit d has label d + 1) or 0, the
 * background; the soft edges of strokes carry the ignore label. Strokes are thin, so a coarse
 * stride cannot resolve them and finer ones visibly can. Scenes of the two splits share no digit
 * image. Sample i depends on options, split and i alone.
 */
public final class DigitScenes implements Dataset {
  /** Background and ten digits. */
  public static final int CLASSES = 11;

  private static final int PLACE_TRIES = 24;
  private static final float MAX_TURN_RADIANS = 0.25f;

  private final SceneOptions options;
  private final DigitSplit split;
  private final Digits digits;
  private final int size;

  /** A digit's place in a scene. */
  private record Place(float y, float x, float boxPixels) {
    /** Distance to another place, in units of the mean of the two boxes. */
    float distance(Place other) {
      double between = Math.hypot(y - other.y, x - other.x);
      return (float) (2 * between / (boxPixels + other.boxPixels));
    }
  }

  /**
   * Makes a dataset; nothing is drawn yet.
   *
   * @param size number of scenes
   * @throws IllegalArgumentException if the size is below 1
   */
  public DigitScenes(SceneOptions options, DigitSplit split, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a dataset needs at least 1 scene, got " + size);
    }
    this.options = options;
    this.split = split;
    this.digits = Digits.of(split);
    this.size = size;
  }

  @Override
  public String name() {
    return "digits/" + split.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
    return "scene-%05d".formatted(Objects.checkIndex(index, size));
  }

  @Override
  public Sample get(int index) {
    String id = id(index);
    Draws draws = new Draws(Draws.mix(options.seed()) + split.ordinal(), index);
    SceneCanvas canvas = new SceneCanvas(options.height(), options.width(), options.ink());
    canvas.ground(draws);
    int count = draws.between(options.minDigits(), options.maxDigits());
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Place place = place(places, draws);
      places.add(place);
      int digit = draws.below(digits.size());
      float turn = draws.between(-MAX_TURN_RADIANS, MAX_TURN_RADIANS);
      canvas.digit(
          digits.ink(digit),
          DigitClasses.label(digits.value(digit)),
          place.y(),
          place.x(),
          place.boxPixels(),
          turn,
          canvas.inkColour(draws));
    }
    return new Sample(id, canvas.image(draws), Optional.of(canvas.labels()));
  }

  /** A place well apart from the others, or the best of several tries where the scene is full. */
  private Place place(List<Place> others, Draws draws) {
    Place best = null;
    float bestDistance = -1;
    for (int attempt = 0; attempt < PLACE_TRIES; attempt++) {
      float box = draws.between((float) options.minDigitPixels(), options.maxDigitPixels());
      float margin = box * 0.42f;
      Place place =
          new Place(
              draws.between(margin, options.height() - margin),
              draws.between(margin, options.width() - margin),
              box);
      float distance = Float.MAX_VALUE;
      for (Place other : others) {
        distance = Math.min(distance, place.distance(other));
      }
      if (best == null || distance > bestDistance) {
        best = place;
        bestDistance = distance;
      }
      if (distance >= 0.8f) {
        break;
      }
    }
    return Objects.requireNonNull(best);
  }
}
