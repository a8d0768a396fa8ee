package fcn4j.report;

import fcn4j.data.LabelMap;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Names the colours of a picture, in a strip beneath it.
 *
 * @param names a name a label
 */
public record Legend(List<String> names, Palette palette) {
  private static final int ROW_PIXELS = 20;
  private static final int MARGIN_PIXELS = 8;
  private static final int SWATCH_PIXELS = 12;
  private static final int GAP_PIXELS = 18;

  /** Copies the names. */
  public Legend {
    names = List.copyOf(names);
  }

  /** The classes that occur in the label maps, in the order of their labels. */
  public static SortedSet<Integer> present(LabelMap... maps) {
    SortedSet<Integer> labels = new TreeSet<>();
    for (LabelMap map : maps) {
      for (byte label : map.labels()) {
        labels.add(label & 0xff);
      }
    }
    labels.remove(LabelMap.IGNORE);
    return labels;
  }

  /**
   * The picture with the names of the given labels in a white strip beneath it, in as many rows as
   * they need.
   */
  public BufferedImage under(BufferedImage picture, SortedSet<Integer> labels) {
    int width = picture.getWidth();
    List<List<Integer>> rows = rows(labels, width);
    int strip = rows.isEmpty() ? 0 : rows.size() * ROW_PIXELS + MARGIN_PIXELS;
    BufferedImage result =
        new BufferedImage(width, picture.getHeight() + strip, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, result.getHeight());
    graphics.drawImage(picture, 0, 0, null);
    for (int row = 0; row < rows.size(); row++) {
      drawRow(
          graphics,
          rows.get(row),
          picture.getHeight() + MARGIN_PIXELS / 2 + row * ROW_PIXELS,
          width);
    }
    graphics.dispose();
    return result;
  }

  private List<List<Integer>> rows(SortedSet<Integer> labels, int width) {
    List<List<Integer>> rows = new ArrayList<>();
    float x = Float.MAX_VALUE;
    for (int label : labels) {
      float needed = SWATCH_PIXELS + 6 + Lettering.SMALL.width(name(label));
      if (x + needed > width - MARGIN_PIXELS) {
        rows.add(new ArrayList<>());
        x = MARGIN_PIXELS;
      }
      rows.getLast().add(label);
      x += needed + GAP_PIXELS;
    }
    return rows;
  }

  private void drawRow(Graphics2D graphics, List<Integer> labels, int top, int width) {
    float x = MARGIN_PIXELS;
    for (int label : labels) {
      int y = top + (ROW_PIXELS - SWATCH_PIXELS) / 2;
      graphics.setColor(new Color(palette.rgb(label)));
      graphics.fillRect(Math.round(x), y, SWATCH_PIXELS, SWATCH_PIXELS);
      graphics.setColor(Color.GRAY);
      graphics.setStroke(new BasicStroke(1f));
      graphics.drawRect(Math.round(x), y, SWATCH_PIXELS, SWATCH_PIXELS);
      float text = x + SWATCH_PIXELS + 6;
      String name = Lettering.SMALL.fit(name(label), width - MARGIN_PIXELS - text);
      Lettering.SMALL.draw(graphics, name, text, y + SWATCH_PIXELS - 1f, Color.DARK_GRAY);
      x = text + Lettering.SMALL.width(name) + GAP_PIXELS;
    }
  }

  private String name(int label) {
    return label < names.size() ? names.get(label) : "label " + label;
  }
}
