package fcn4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;

/**
 * Draws text with the built-in letters; it needs no fonts on the machine.
 *
 * @param capPixels height of a capital letter
 * @param bold whether strokes are thick
 */
record Lettering(float capPixels, boolean bold) {
  /** Captions of axes and legends. */
  static final Lettering SMALL = new Lettering(9f, false);

  /** Titles of panels. */
  static final Lettering TITLE = new Lettering(11f, true);

  private static final float GAP_COLUMNS = 3.2f;

  /** Width of a line of text, in pixels. */
  float width(String text) {
    float columns = 0;
    for (int i = 0; i < text.length(); i++) {
      columns += Glyphs.columns(text.charAt(i)) + (i + 1 < text.length() ? GAP_COLUMNS : 0);
    }
    return columns * unit();
  }

  /** Distance from the line that letters stand on to the lowest stroke, in pixels. */
  float descentPixels() {
    return Glyphs.DESCENDER_ROWS * unit();
  }

  /**
   * Draws a line of text.
   *
   * @param left where it begins
   * @param baseline row that the letters stand on
   */
  void draw(Graphics2D graphics, String text, float left, float baseline, Color colour) {
    draw(graphics, text, left, baseline, colour, unit() * (bold ? 2f : 1.35f));
  }

  /** Draws a white edge for a line of text, so that it can be read on what is behind it. */
  void drawHalo(Graphics2D graphics, String text, float left, float baseline) {
    draw(graphics, text, left, baseline, Color.WHITE, unit() * 6f);
  }

  private void draw(
      Graphics2D graphics, String text, float left, float baseline, Color colour, float pen) {
    Path2D.Float path = new Path2D.Float();
    float x = left;
    float top = baseline - capPixels;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      addLetter(path, Glyphs.strokes(letter), x, top);
      x += (Glyphs.columns(letter) + GAP_COLUMNS) * unit();
    }
    smooth(graphics);
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path);
  }

  /** Draws a line of text around a middle. */
  void drawCentred(Graphics2D graphics, String text, float middle, float baseline, Color colour) {
    draw(graphics, text, middle - width(text) / 2, baseline, colour);
  }

  /** Draws a line of text that ends at a column. */
  void drawRight(Graphics2D graphics, String text, float right, float baseline, Color colour) {
    draw(graphics, text, right - width(text), baseline, colour);
  }

  /** The text, cut and ended with dots where it is wider than the room for it. */
  String fit(String text, float pixels) {
    if (width(text) <= pixels) {
      return text;
    }
    int length = text.length() - 1;
    while (length > 0 && width(text.substring(0, length) + "..") > pixels) {
      length--;
    }
    return text.substring(0, length) + "..";
  }

  /** Turns on smooth edges. */
  static void smooth(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  private float unit() {
    return capPixels / Glyphs.CAP_ROWS;
  }

  private void addLetter(Path2D.Float path, String strokes, float left, float top) {
    boolean first = true;
    for (int i = 0; i < strokes.length(); ) {
      if (strokes.charAt(i) == ' ') {
        first = true;
        i++;
        continue;
      }
      float x = left + Character.digit(strokes.charAt(i), 36) * unit();
      float y = top + Character.digit(strokes.charAt(i + 1), 36) * unit();
      if (first) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      first = false;
      i += 2;
    }
  }
}
