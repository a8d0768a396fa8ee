package fcn4j.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pictures in a grid: a title above each column, an optional caption before each row.
 *
 * <p>Pictures smaller than a cell are enlarged by a whole factor, so that their pixels stay sharp;
 * larger ones keep their size and make the cell.
 */
public final class SideBySide {
  private static final int GAP_PIXELS = 8;
  private static final int TITLE_PIXELS = 26;
  private static final int MIN_CELL_PIXELS = 192;

  private final List<String> titles;
  private final List<Row> rows;

  /**
   * One row of pictures.
   *
   * @param caption what stands above the row, or empty
   */
  public record Row(String caption, List<BufferedImage> pictures) {
    /** Copies the list. */
    public Row {
      pictures = List.copyOf(pictures);
    }
  }

  /**
   * Lays out a grid.
   *
   * @param titles one a column
   * @throws IllegalArgumentException if there are no rows, or a row has not as many pictures as
   *     there are titles
   */
  public SideBySide(List<String> titles, List<Row> rows) {
    this.titles = List.copyOf(titles);
    this.rows = List.copyOf(rows);
    if (rows.isEmpty() || titles.isEmpty()) {
      throw new IllegalArgumentException("side by side needs at least one row and one title");
    }
    for (Row row : rows) {
      if (row.pictures().size() != titles.size()) {
        throw new IllegalArgumentException(
            "a row has %d pictures for %d titles".formatted(row.pictures().size(), titles.size()));
      }
    }
  }

  /** One row of pictures under their titles. */
  public static SideBySide of(List<String> titles, List<BufferedImage> pictures) {
    return new SideBySide(titles, List.of(new Row("", pictures)));
  }

  /** Draws the grid on white. */
  public BufferedImage draw() {
    int cellWidth = cellWidth();
    int width = GAP_PIXELS + titles.size() * (cellWidth + GAP_PIXELS);
    int height = TITLE_PIXELS + rows.stream().mapToInt(this::rowPixels).sum();
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    for (int column = 0; column < titles.size(); column++) {
      float middle = GAP_PIXELS + column * (cellWidth + GAP_PIXELS) + cellWidth / 2f;
      String title = Lettering.TITLE.fit(titles.get(column), cellWidth);
      Lettering.TITLE.drawCentred(graphics, title, middle, TITLE_PIXELS - 8f, Color.DARK_GRAY);
    }
    int top = TITLE_PIXELS;
    for (Row row : rows) {
      drawRow(graphics, row, top, cellWidth);
      top += rowPixels(row);
    }
    graphics.dispose();
    return sheet;
  }

  private void drawRow(Graphics2D graphics, Row row, int top, int cellWidth) {
    int captionPixels = row.caption().isEmpty() ? 0 : TITLE_PIXELS;
    if (captionPixels > 0) {
      String caption = Lettering.SMALL.fit(row.caption(), cellWidth * titles.size());
      Lettering.SMALL.draw(graphics, caption, GAP_PIXELS, top + captionPixels - 9f, Color.GRAY);
    }
    int cellHeight = rowPixels(row) - captionPixels - GAP_PIXELS;
    for (int column = 0; column < titles.size(); column++) {
      BufferedImage picture = row.pictures().get(column);
      int factor = factor(picture);
      int w = picture.getWidth() * factor;
      int h = picture.getHeight() * factor;
      int x = GAP_PIXELS + column * (cellWidth + GAP_PIXELS) + (cellWidth - w) / 2;
      int y = top + captionPixels + (cellHeight - h) / 2;
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      graphics.drawImage(picture, x, y, w, h, null);
    }
  }

  private int cellWidth() {
    return rows.stream()
        .flatMap(row -> row.pictures().stream())
        .mapToInt(picture -> picture.getWidth() * factor(picture))
        .max()
        .orElse(MIN_CELL_PIXELS);
  }

  private int rowPixels(Row row) {
    int tallest = row.pictures().stream().mapToInt(p -> p.getHeight() * factor(p)).max().orElse(0);
    return tallest + GAP_PIXELS + (row.caption().isEmpty() ? 0 : TITLE_PIXELS);
  }

  /** How many times a small picture is enlarged: up to the least size of a cell, or just beyond. */
  private static int factor(BufferedImage picture) {
    int side = Math.max(picture.getWidth(), picture.getHeight());
    return Math.max(1, (MIN_CELL_PIXELS + side / 2) / side);
  }
}
