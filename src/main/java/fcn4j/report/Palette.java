package fcn4j.report;

import fcn4j.data.Dataset;
import fcn4j.data.LabelMap;
import fcn4j.data.VocFolder;
import java.util.ArrayList;
import java.util.List;

/**
 * A colour for each of the 256 labels.
 *
 * @param colours 0xRRGGBB, one a label
 */
public record Palette(List<Integer> colours) {
  private static final int SIZE = 256;

  /**
   * Copies the colours.
   *
   * @throws IllegalArgumentException if there are not 256
   */
  public Palette {
    if (colours.size() != SIZE) {
      throw new IllegalArgumentException("a palette has 256 colours, got " + colours.size());
    }
    colours = List.copyOf(colours);
  }

  /** PASCAL VOC's: the bits of the label spread over those of red, green and blue. */
  public static Palette voc() {
    return of(List.of());
  }

  /**
   * The given colours for the first labels, and VOC's for the rest, the ignore label among them.
   */
  public static Palette of(List<Integer> first) {
    List<Integer> colours = new ArrayList<>(first);
    for (int label = first.size(); label < SIZE; label++) {
      colours.add(VocFolder.colour(label));
    }
    return new Palette(colours);
  }

  /** A dataset's own colours, or VOC's where it has none. */
  public static Palette of(Dataset dataset) {
    return of(dataset.colours());
  }

  /** The colour of a label, 0xRRGGBB. */
  public int rgb(int label) {
    return colours.get(label);
  }

  /** The colour of pixels to ignore, 0xRRGGBB. */
  public int ignoreRgb() {
    return rgb(LabelMap.IGNORE);
  }
}
