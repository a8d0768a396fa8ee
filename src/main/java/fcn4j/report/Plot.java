package fcn4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A sheet with panels of curves over one axis of iterations. */
final class Plot {
  private static final int LEFT_PIXELS = 76;
  private static final int RIGHT_PIXELS = 24;
  private static final int ABOVE_PIXELS = 22;
  private static final int BELOW_PIXELS = 46;
  private static final int TIGHT_BELOW_PIXELS = 14;
  private static final int MOST_TICKS_ACROSS = 9;
  private static final int MOST_TICKS_UP = 6;
  private static final Color GRID = new Color(0xe6e6e6);
  private static final Color FRAME = new Color(0x909090);
  private static final Color TEXT = new Color(0x404040);

  private final BufferedImage sheet;
  private final Graphics2D graphics;

  Plot(int width, int height, String title) {
    sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    Lettering.smooth(graphics);
    Lettering heading = new Lettering(13f, true);
    heading.draw(graphics, heading.fit(title, width - 2f * LEFT_PIXELS), LEFT_PIXELS, 30, TEXT);
  }

  BufferedImage finish() {
    graphics.dispose();
    return sheet;
  }

  /**
   * Draws the frame of a panel.
   *
   * @param range lowest and highest value
   * @param lowest whether the axis of iterations is named beneath it
   */
  Panel panel(
      int top, int bottom, double lastIteration, double[] range, String name, boolean lowest) {
    float below = bottom - (lowest ? BELOW_PIXELS : TIGHT_BELOW_PIXELS);
    Axis across = new Axis(0, lastIteration, LEFT_PIXELS, sheet.getWidth() - RIGHT_PIXELS);
    Axis up = new Axis(range[0], range[1], below, top + ABOVE_PIXELS);
    Panel panel = new Panel(graphics, across, up);
    panel.frame(name, lowest);
    return panel;
  }

  /** One set of axes. */
  record Panel(Graphics2D graphics, Axis across, Axis up) {
    private void frame(String name, boolean lowest) {
      graphics.setStroke(new BasicStroke(1f));
      for (double tick : up.ticks(MOST_TICKS_UP)) {
        float y = up.pixel(tick);
        hairline(across.first(), y, across.last(), y, GRID);
        String label = up.label(tick, MOST_TICKS_UP);
        Lettering.SMALL.drawRight(graphics, label, across.first() - 8, y + 4.5f, TEXT);
      }
      for (double tick : across.ticks(MOST_TICKS_ACROSS)) {
        float x = across.pixel(tick);
        hairline(x, up.first(), x, up.last(), GRID);
        if (lowest) {
          String label = across.label(tick, MOST_TICKS_ACROSS);
          Lettering.SMALL.drawCentred(graphics, label, x, up.first() + 18, TEXT);
        }
      }
      hairline(across.first(), up.first(), across.last(), up.first(), FRAME);
      hairline(across.first(), up.first(), across.first(), up.last(), FRAME);
      Lettering.SMALL.draw(graphics, name, 12, up.last() - 8, TEXT);
      if (lowest) {
        float middle = (across.first() + across.last()) / 2;
        Lettering.SMALL.drawCentred(graphics, "iteration", middle, up.first() + 36, TEXT);
      }
    }

    private void hairline(float x0, float y0, float x1, float y1, Color colour) {
      Path2D.Float path = new Path2D.Float();
      path.moveTo(Math.round(x0) + 0.5f, Math.round(y0) + 0.5f);
      path.lineTo(Math.round(x1) + 0.5f, Math.round(y1) + 0.5f);
      graphics.setColor(colour);
      graphics.setStroke(new BasicStroke(1f));
      graphics.draw(path);
    }

    /** A dashed line where each stage begins, with its name beside it. */
    void stages(List<LossCurve.Stage> stages) {
      for (LossCurve.Stage stage : stages) {
        float x = across.pixel(stage.iteration());
        Path2D.Float path = new Path2D.Float();
        path.moveTo(x, up.first());
        path.lineTo(x, up.last());
        graphics.setColor(FRAME);
        graphics.setStroke(
            new BasicStroke(
                1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {4, 4}, 0));
        graphics.draw(path);
        Lettering.SMALL.draw(graphics, stage.name(), x + 5, up.last() + 12, FRAME);
      }
    }

    /** A curve, cut off at the panel's edges, with gaps where a value is not finite. */
    void line(Series series, Color colour, float pixels) {
      Path2D.Float path = new Path2D.Float();
      boolean open = false;
      for (int i = 0; i < series.values().length; i++) {
        double value = series.values()[i];
        if (!Double.isFinite(value)) {
          open = false;
          continue;
        }
        float x = across.pixel(series.iterations()[i]);
        float y = up.pixel(value);
        if (open) {
          path.lineTo(x, y);
        } else {
          path.moveTo(x, y);
        }
        open = true;
      }
      Shape clip = graphics.getClip();
      graphics.clip(
          new Rectangle2D.Float(
              across.first(), up.last(), across.last() - across.first(), up.first() - up.last()));
      graphics.setColor(colour);
      graphics.setStroke(new BasicStroke(pixels, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      graphics.draw(path);
      graphics.setClip(clip);
    }

    /** A curve with a dot at each value and the last value in figures. */
    void dots(Series series, Color colour) {
      line(series, colour, 1.5f);
      float radius = 3.5f;
      for (int i = 0; i < series.values().length; i++) {
        double value = series.values()[i];
        if (Double.isFinite(value)) {
          float x = across.pixel(series.iterations()[i]);
          float y = up.pixel(value);
          graphics.fill(new Ellipse2D.Float(x - radius, y - radius, 2 * radius, 2 * radius));
        }
      }
    }

    /** Names the curves, at the right above the panel. */
    void key(List<String> names, List<Color> colours) {
      float x = across.last();
      float baseline = up.last() - 8;
      for (int i = names.size() - 1; i >= 0; i--) {
        x -= Lettering.SMALL.width(names.get(i));
        Lettering.SMALL.draw(graphics, names.get(i), x, baseline, TEXT);
        graphics.setColor(colours.get(i));
        graphics.fill(new Rectangle2D.Float(x - 24, baseline - 6, 18, 3));
        x -= 40;
      }
    }
  }
}
