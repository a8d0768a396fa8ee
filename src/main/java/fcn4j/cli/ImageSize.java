package fcn4j.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An image's size as users write it: {@code WIDTHxHEIGHT}.
 *
 * @param width columns
 * @param height rows
 */
record ImageSize(int width, int height) {

  @Override
  public String toString() {
    return width + "x" + height;
  }

  /** Reads {@code 500x375}. */
  static final class Converter implements ITypeConverter<ImageSize> {
    @Override
    public ImageSize convert(String text) {
      String[] parts = text.toLowerCase(java.util.Locale.ROOT).split("x", -1);
      try {
        int width = Integer.parseInt(parts[0]);
        int height = Integer.parseInt(parts[parts.length - 1]);
        if (parts.length == 2 && width > 0 && height > 0) {
          return new ImageSize(width, height);
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException(problem(text));
      }
      throw new TypeConversionException(problem(text));
    }

    private static String problem(String text) {
      return "'%s' is no image size; write WIDTHxHEIGHT, for example 500x375".formatted(text);
    }
  }
}
