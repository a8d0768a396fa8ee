package fcn4j.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A white sheet with a title and panels of curves below each other. */
final class Plot {
  static final int LEFT_PIXELS = 76;
  static final int RIGHT_PIXELS = 24;
  private static final int ABOVE_PIXELS = 22;
  private static final int BELOW_PIXELS = 46;
  private static final int TIGHT_BELOW_PIXELS = 14;
  private static final int TITLE_BASELINE = 30;

  private final BufferedImage sheet;
  private final Graphics2D graphics;

  Plot(int width, int height, String title) {
    sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    Lettering.smooth(graphics);
    Lettering heading = new Lettering(13f, true);
    String fitting = heading.fit(title, width - LEFT_PIXELS - RIGHT_PIXELS);
    heading.draw(graphics, fitting, LEFT_PIXELS, TITLE_BASELINE, Panel.TEXT);
  }

  Graphics2D graphics() {
    return graphics;
  }

  int width() {
    return sheet.getWidth();
  }

  BufferedImage finish() {
    graphics.dispose();
    return sheet;
  }

  /**
   * Draws the frame of a panel over iterations.
   *
   * @param range lowest and highest value
   * @param lowest whether the axis of iterations is named beneath it
   */
  Panel panel(
      int top, int bottom, double lastIteration, double[] range, String name, boolean lowest) {
    float below = bottom - (lowest ? BELOW_PIXELS : TIGHT_BELOW_PIXELS);
    Axis across = new Axis(0, lastIteration, LEFT_PIXELS, width() - RIGHT_PIXELS);
    Axis up = new Axis(range[0], range[1], below, top + ABOVE_PIXELS);
    Panel panel = new Panel(graphics, across, up);
    panel.frame(name, lowest ? "iteration" : "");
    return panel;
  }

  /** Draws the frame of a panel with axes of any kind, with room for its captions. */
  Panel panel(int top, int bottom, Scale across, Scale up) {
    float right = (float) width() - RIGHT_PIXELS;
    Axis horizontal = across.axis(LEFT_PIXELS, right);
    Axis vertical = up.axis((float) bottom - BELOW_PIXELS, (float) top + ABOVE_PIXELS);
    Panel panel = new Panel(graphics, horizontal, vertical);
    panel.frame(up.name(), across.name());
    return panel;
  }
}
