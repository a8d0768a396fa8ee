package fcn4j.report;

import java.util.List;

/**
 * Values of one kind in a {@link Chart}.
 *
 * @param name for the key; empty for none
 * @param style how they are drawn
 * @param colour number of a colour; equal numbers are alike
 * @param spots in the order of drawing
 */
public record Curve(String name, Style style, int colour, List<Spot> spots) {

  /** How values are drawn. */
  public enum Style {
    /** Dots with a line. */
    LINE,
    /** Rings with a dashed line. */
    DASHED,
    /** Dots alone. */
    DOTS,
    /** Rings alone. */
    RINGS,
    /** Crosses alone, dark: values of others. */
    CROSSES,
    /** A dark line alone: a limit. */
    LIMIT
  }

  /**
   * One value.
   *
   * @param label stands beside it where there is room; empty for none
   */
  public record Spot(double x, double y, String label) {}

  /** Copies the spots. */
  public Curve {
    spots = List.copyOf(spots);
  }

  Series series() {
    return new Series(
        name,
        spots.stream().mapToDouble(Spot::x).toArray(),
        spots.stream().mapToDouble(Spot::y).toArray());
  }
}
