package fcn4j.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Bars from left to right, in groups with a heading each.
 *
 * @param title stands above
 * @param groups from top to bottom
 */
public record BarChart(String title, List<Group> groups) {
  private static final int WIDTH = 960;
  private static final int HEADER_PIXELS = 44;
  private static final int HEADING_PIXELS = 30;
  private static final int ROW_PIXELS = 22;
  private static final int BAR_PIXELS = 14;
  private static final int NAMES_PIXELS = 300;
  private static final int FIGURES_PIXELS = 170;

  /**
   * Bars that belong together.
   *
   * @param heading stands above them
   */
  public record Group(String heading, List<Bar> bars) {
    /** Copies the bars. */
    public Group {
      bars = List.copyOf(bars);
    }
  }

  /**
   * A bar.
   *
   * @param name to its left
   * @param value its length
   * @param text to its right
   * @param colour number of a colour; equal numbers are alike
   */
  public record Bar(String name, double value, String text, int colour) {}

  /** Copies the groups. */
  public BarChart {
    groups = List.copyOf(groups);
  }

  /** Draws it on white, 960 pixels wide. */
  public BufferedImage draw() {
    int rows = groups.stream().mapToInt(group -> group.bars().size()).sum();
    int height = HEADER_PIXELS + groups.size() * HEADING_PIXELS + rows * ROW_PIXELS + 14;
    Plot plot = new Plot(WIDTH, height, title);
    double longest =
        groups.stream()
            .flatMap(group -> group.bars().stream())
            .mapToDouble(Bar::value)
            .max()
            .orElse(1);
    Axis across = new Axis(0, longest, NAMES_PIXELS, (float) WIDTH - FIGURES_PIXELS);
    float top = HEADER_PIXELS;
    for (Group group : groups) {
      top += HEADING_PIXELS;
      Lettering.TITLE.draw(plot.graphics(), group.heading(), 24, top - 8, Panel.TEXT);
      for (Bar bar : group.bars()) {
        draw(plot.graphics(), across, bar, top);
        top += ROW_PIXELS;
      }
    }
    return plot.finish();
  }

  private static void draw(Graphics2D graphics, Axis across, Bar bar, float top) {
    float baseline = top + ROW_PIXELS / 2f + 4.5f;
    String name = Lettering.SMALL.fit(bar.name(), NAMES_PIXELS - 40f);
    Lettering.SMALL.drawRight(graphics, name, NAMES_PIXELS - 10f, baseline, Panel.TEXT);
    float end = across.pixel(bar.value());
    float above = top + (ROW_PIXELS - BAR_PIXELS) / 2f;
    graphics.setColor(Inks.of(bar.colour()));
    graphics.fill(new Rectangle2D.Float(across.first(), above, end - across.first(), BAR_PIXELS));
    Lettering.SMALL.draw(graphics, bar.text(), end + 8, baseline, Panel.TEXT);
  }
}
