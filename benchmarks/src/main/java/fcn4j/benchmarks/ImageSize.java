package fcn4j.benchmarks;

import fcn4j.tensor.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's size as it is written in a parameter: {@code WIDTHxHEIGHT}.
 *
 * @param width columns
 * @param height rows
 */
public record ImageSize(int width, int height) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  /**
   * Reads {@code 500x375}.
   *
   * @throws IllegalArgumentException if it is no size
   */
  public static ImageSize of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "size=%s is no image size; write WIDTHxHEIGHT, for example 500x375".formatted(text));
    }
    return new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** As it is read. */
  public String text() {
    return width + "x" + height;
  }

  /** The shape of a batch of such images. */
  public Shape shape(int images, int channels) {
    return new Shape(images, channels, height, width);
  }
}
