package fcn4j.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Puts labels beside points where nothing else is; a label without room is left out. */
final class Labels {
  private static final Lettering LETTERS = new Lettering(7.5f, false);
  private static final float GAP_PIXELS = 7;

  private final Rectangle2D area;
  private final List<Rectangle2D> taken = new ArrayList<>();

  /** For points within an area. */
  Labels(Rectangle2D area) {
    this.area = area;
  }

  /** Keeps labels off a point. */
  void avoid(float x, float y) {
    taken.add(new Rectangle2D.Float(x - 4, y - 4, 8, 8));
  }

  /** Draws a label to the right, to the left, above or below, and tells whether there was room. */
  boolean place(Graphics2D graphics, String text, float x, float y, Color colour) {
    float width = LETTERS.width(text);
    float height = LETTERS.capPixels() + LETTERS.descentPixels();
    float middle = y - LETTERS.capPixels() / 2;
    float[][] corners = {
      {x + GAP_PIXELS, middle},
      {x - GAP_PIXELS - width, middle},
      {x - width / 2, y - GAP_PIXELS - height + 1},
      {x - width / 2, y + GAP_PIXELS - 1},
      {x + GAP_PIXELS, middle - height},
      {x + GAP_PIXELS, middle + height},
      {x - GAP_PIXELS - width, middle - height},
      {x - GAP_PIXELS - width, middle + height},
    };
    for (float[] corner : corners) {
      Rectangle2D box = new Rectangle2D.Float(corner[0], corner[1], width, height);
      if (area.contains(box) && taken.stream().noneMatch(box::intersects)) {
        taken.add(box);
        float baseline = corner[1] + LETTERS.capPixels();
        LETTERS.drawHalo(graphics, text, corner[0], baseline);
        LETTERS.draw(graphics, text, corner[0], baseline, colour);
        return true;
      }
    }
    return false;
  }
}
