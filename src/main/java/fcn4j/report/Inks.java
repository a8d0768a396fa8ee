package fcn4j.report;

import java.awt.Color;
import java.util.List;

/** Colours of curves and bars that are told apart on white. */
final class Inks {
  /** Of limits, and of values of others. */
  static final Color DARK = new Color(0x495057);

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x1f4e9e),
          new Color(0xd9480f),
          new Color(0x2b8a3e),
          new Color(0x862e9c),
          new Color(0x846358),
          new Color(0x0b7285),
          new Color(0xc2255c),
          new Color(0x5c940d));

  private Inks() {}

  /** The colour with a number; numbers beyond the last begin again. */
  static Color of(int number) {
    return COLOURS.get(Math.floorMod(number, COLOURS.size()));
  }
}
