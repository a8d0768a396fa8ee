package fcn4j.weights;

import java.util.OptionalInt;

/**
 * The one rule for names of arrays, the same in every format: {@code LAYER.weight}, {@code
 * LAYER.bias}, and {@code LAYER.2}, {@code LAYER.3} for what a layer holds beyond these two.
 *
 * <p>Layer names may hold dots and slashes: what follows the last dot tells the array. A name
 * without that form is a layer with one array.
 */
public final class ArrayNames {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";
  private static final int MOST = 10_000;

  private ArrayNames() {}

  /** The name of a layer's array number {@code index}, in Caffe's order. */
  public static String of(String layer, int index) {
    return layer
        + "."
        + switch (index) {
          case 0 -> WEIGHT;
          case 1 -> BIAS;
          default -> Integer.toString(index);
        };
  }

  /** The layer that an array belongs to. */
  public static String layer(String name) {
    return index(name).isPresent() ? name.substring(0, name.lastIndexOf('.')) : name;
  }

  /** The array's number within its layer, or empty if the name does not tell one. */
  public static OptionalInt index(String name) {
    int dot = name.lastIndexOf('.');
    String last = name.substring(dot + 1);
    if (dot <= 0) {
      return OptionalInt.empty();
    }
    return switch (last) {
      case WEIGHT -> OptionalInt.of(0);
      case BIAS -> OptionalInt.of(1);
      default -> number(last);
    };
  }

  private static OptionalInt number(String text) {
    if (!text.matches("[1-9][0-9]{0,4}|0")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(text);
    return number >= 2 && number < MOST ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
