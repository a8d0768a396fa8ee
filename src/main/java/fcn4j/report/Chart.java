package fcn4j.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Curves over one axis, with linear or logarithmic scales, a key and labelled points.
 *
 * @param title stands above
 * @param curves later ones are drawn over earlier ones
 */
public record Chart(String title, Scale across, Scale up, List<Curve> curves) {
  private static final int WIDTH = 960;
  private static final int PANEL_PIXELS = 540;
  private static final int HEADER_PIXELS = 40;
  private static final int ROW_PIXELS = 20;
  private static final int SAMPLE_PIXELS = 26;
  private static final int GAP_PIXELS = 22;

  private record Entry(Curve curve, float x, int row) {}

  /** Copies the curves. */
  public Chart {
    curves = List.copyOf(curves);
  }

  /** Draws it on white, 960 pixels wide. */
  public BufferedImage draw() {
    List<Entry> key = key();
    int rows = key.isEmpty() ? 0 : key.getLast().row() + 1;
    int top = HEADER_PIXELS + rows * ROW_PIXELS + 6;
    Plot plot = new Plot(WIDTH, top + PANEL_PIXELS, title);
    for (Entry entry : key) {
      drawEntry(plot.graphics(), entry);
    }
    Panel panel = plot.panel(top, top + PANEL_PIXELS, across, up);
    curves.forEach(curve -> drawCurve(panel, curve));
    label(panel);
    return plot.finish();
  }

  private List<Entry> key() {
    List<Entry> entries = new ArrayList<>();
    float x = Plot.LEFT_PIXELS;
    int row = 0;
    for (Curve curve : curves) {
      if (curve.name().isEmpty()) {
        continue;
      }
      float needed = SAMPLE_PIXELS + 6 + Lettering.SMALL.width(curve.name());
      if (x > Plot.LEFT_PIXELS && x + needed > WIDTH - Plot.RIGHT_PIXELS) {
        row++;
        x = Plot.LEFT_PIXELS;
      }
      entries.add(new Entry(curve, x, row));
      x += needed + GAP_PIXELS;
    }
    return entries;
  }

  private static void drawEntry(Graphics2D graphics, Entry entry) {
    float baseline = (float) HEADER_PIXELS + entry.row() * ROW_PIXELS + 14;
    float middle = baseline - 4.5f;
    Axis x = new Axis(0, 1, entry.x(), entry.x() + SAMPLE_PIXELS);
    Axis y = new Axis(0, 1, middle + 5, middle - 5);
    Panel sample = new Panel(graphics, x, y);
    List<Curve.Spot> ends = List.of(new Curve.Spot(0, 0.5, ""), new Curve.Spot(1, 0.5, ""));
    Curve curve = entry.curve();
    Color colour = colour(curve);
    drawLine(sample, new Curve("", curve.style(), curve.colour(), ends));
    drawSpot(sample, curve.style(), entry.x() + SAMPLE_PIXELS / 2f, middle, colour);
    float text = entry.x() + SAMPLE_PIXELS + 6;
    String name = Lettering.SMALL.fit(curve.name(), WIDTH - text - 4);
    Lettering.SMALL.draw(graphics, name, text, baseline, Panel.TEXT);
  }

  private static Color colour(Curve curve) {
    return switch (curve.style()) {
      case CROSSES, LIMIT -> Inks.DARK;
      case LINE, DASHED, DOTS, RINGS -> Inks.of(curve.colour());
    };
  }

  private static void drawCurve(Panel panel, Curve curve) {
    drawLine(panel, curve);
    for (Curve.Spot spot : curve.spots()) {
      float x = panel.across().pixel(spot.x());
      float y = panel.up().pixel(spot.y());
      drawSpot(panel, curve.style(), x, y, colour(curve));
    }
  }

  private static void drawLine(Panel panel, Curve curve) {
    switch (curve.style()) {
      case LINE -> panel.line(curve.series(), colour(curve), 1.8f);
      case DASHED -> panel.dashedLine(curve.series(), colour(curve), 1.5f);
      case LIMIT -> panel.line(curve.series(), colour(curve), 1.2f);
      case DOTS, RINGS, CROSSES -> {
        // Points alone.
      }
    }
  }

  private static void drawSpot(Panel panel, Curve.Style style, float x, float y, Color colour) {
    switch (style) {
      case LINE, DOTS -> panel.dot(x, y, colour);
      case DASHED, RINGS -> panel.ring(x, y, colour);
      case CROSSES -> panel.cross(x, y, colour);
      case LIMIT -> {
        // A line alone.
      }
    }
  }

  private void label(Panel panel) {
    Axis x = panel.across();
    Axis y = panel.up();
    Labels labels =
        new Labels(
            new Rectangle2D.Float(x.first(), y.last(), x.last() - x.first(), y.first() - y.last()));
    for (Curve curve : curves) {
      if (curve.style() != Curve.Style.LIMIT) {
        curve.spots().forEach(spot -> labels.avoid(x.pixel(spot.x()), y.pixel(spot.y())));
      }
    }
    for (Curve curve : curves) {
      for (Curve.Spot spot : curve.spots()) {
        if (!spot.label().isEmpty()) {
          labels.place(
              panel.graphics(), spot.label(), x.pixel(spot.x()), y.pixel(spot.y()), colour(curve));
        }
      }
    }
  }
}
