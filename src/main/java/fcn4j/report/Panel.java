package fcn4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** One set of axes of a {@link Plot}, and what is drawn on it. */
record Panel(Graphics2D graphics, Axis across, Axis up) {
  static final Color TEXT = new Color(0x404040);
  static final Color FRAME = new Color(0x909090);
  private static final Color GRID = new Color(0xe6e6e6);
  private static final Color FINE_GRID = new Color(0xf4f4f4);
  private static final int MOST_TICKS_ACROSS = 9;
  private static final int MOST_TICKS_UP = 6;
  private static final float DOT_RADIUS = 3.5f;

  /** Draws grid, axes and captions; an empty name of the horizontal axis leaves it without any. */
  void frame(String upName, String acrossName) {
    up.betweenTicks().forEach(value -> acrossAt(up.pixel(value), FINE_GRID));
    across.betweenTicks().forEach(value -> upAt(across.pixel(value), FINE_GRID));
    for (double tick : up.ticks(MOST_TICKS_UP)) {
      float y = up.pixel(tick);
      acrossAt(y, GRID);
      String label = up.label(tick, MOST_TICKS_UP);
      Lettering.SMALL.drawRight(graphics, label, across.first() - 8, y + 4.5f, TEXT);
    }
    for (double tick : across.ticks(MOST_TICKS_ACROSS)) {
      float x = across.pixel(tick);
      upAt(x, GRID);
      if (!acrossName.isEmpty()) {
        String label = across.label(tick, MOST_TICKS_ACROSS);
        Lettering.SMALL.drawCentred(graphics, label, x, up.first() + 18, TEXT);
      }
    }
    acrossAt(up.first(), FRAME);
    upAt(across.first(), FRAME);
    Lettering.SMALL.draw(graphics, upName, 12, up.last() - 8, TEXT);
    float middle = (across.first() + across.last()) / 2;
    Lettering.SMALL.drawCentred(graphics, acrossName, middle, up.first() + 36, TEXT);
  }

  private void acrossAt(float y, Color colour) {
    hairline(across.first(), y, across.last(), y, colour);
  }

  private void upAt(float x, Color colour) {
    hairline(x, up.first(), x, up.last(), colour);
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
      graphics.setStroke(dashed(1f));
      graphics.draw(path);
      Lettering.SMALL.draw(graphics, stage.name(), x + 5, up.last() + 12, FRAME);
    }
  }

  /** A curve, cut off at the panel's edges, with gaps where a value is not finite. */
  void line(Series series, Color colour, float pixels) {
    line(series, colour, new BasicStroke(pixels, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  /** The same in dashes. */
  void dashedLine(Series series, Color colour, float pixels) {
    line(series, colour, dashed(pixels));
  }

  private static BasicStroke dashed(float pixels) {
    float[] dashes = {4 * pixels, 4 * pixels};
    return new BasicStroke(pixels, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, dashes, 0);
  }

  private void line(Series series, Color colour, BasicStroke stroke) {
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
    graphics.setStroke(stroke);
    graphics.draw(path);
    graphics.setClip(clip);
  }

  /** A curve with a dot at each value. */
  void dots(Series series, Color colour) {
    line(series, colour, 1.5f);
    for (int i = 0; i < series.values().length; i++) {
      double value = series.values()[i];
      if (Double.isFinite(value)) {
        dot(across.pixel(series.iterations()[i]), up.pixel(value), colour);
      }
    }
  }

  /** A filled dot around a pixel. */
  void dot(float x, float y, Color colour) {
    graphics.setColor(colour);
    graphics.fill(circle(x, y));
  }

  /** A ring around a pixel. */
  void ring(float x, float y, Color colour) {
    graphics.setColor(Color.WHITE);
    graphics.fill(circle(x, y));
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(1.5f));
    graphics.draw(circle(x, y));
  }

  /** Two crossed strokes at a pixel. */
  void cross(float x, float y, Color colour) {
    float reach = DOT_RADIUS + 1;
    Path2D.Float path = new Path2D.Float();
    path.moveTo(x - reach, y - reach);
    path.lineTo(x + reach, y + reach);
    path.moveTo(x - reach, y + reach);
    path.lineTo(x + reach, y - reach);
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(2f));
    graphics.draw(path);
  }

  private static Ellipse2D circle(float x, float y) {
    return new Ellipse2D.Float(x - DOT_RADIUS, y - DOT_RADIUS, 2 * DOT_RADIUS, 2 * DOT_RADIUS);
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
