package fcn4j.cli;

import fcn4j.data.ChannelOrder;
import fcn4j.data.MeanColour;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Values that the command line takes by name. */
final class Choices {
  private static final Map<String, MeanColour> MEANS = new LinkedHashMap<>();

  static {
    MEANS.put("voc", MeanColour.VOC);
    MEANS.put("vgg", MeanColour.VGG);
    MEANS.put("googlenet", MeanColour.GOOGLENET);
    MEANS.put("nyud", MeanColour.NYUD);
    MEANS.put("siftflow", MeanColour.SIFT_FLOW);
    MEANS.put("context", MeanColour.PASCAL_CONTEXT);
    MEANS.put("middle", MeanColour.MIDDLE);
    MEANS.put("zero", MeanColour.ZERO);
  }

  private Choices() {}

  /**
   * Reads a mean: a name, or three numbers in the order blue, green, red.
   *
   * @throws BadInputException if it is neither
   */
  static MeanColour mean(String text) {
    MeanColour named = MEANS.get(text.toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      throw new BadInputException(problem(text));
    }
    try {
      return new MeanColour(
          ChannelOrder.BGR,
          Float.parseFloat(parts[0].strip()),
          Float.parseFloat(parts[1].strip()),
          Float.parseFloat(parts[2].strip()));
    } catch (NumberFormatException e) {
      throw new BadInputException(problem(text));
    }
  }

  private static String problem(String text) {
    return "--mean: '%s' is neither one of %s nor three numbers BLUE,GREEN,RED"
        .formatted(text, MEANS.keySet());
  }

  /** A constant of an enumeration by its name, in any case and with dashes. */
  static <E extends Enum<E>> E constant(Class<E> type, String option, String text) {
    String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new BadInputException(
                "%s: there is no '%s'; choose one of %s".formatted(option, text, names(type))));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList()
        .toString();
  }
}
