package fcn4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table for terminals: columns wide enough for what is in them, numbers to the right, words to
 * the left.
 */
public final class TextTable {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9][0-9,. ]*(e[-+]?[0-9]+)?( ?[%a-zA-Z/]{1,6})?|-|nan|NaN");
  private static final String BETWEEN = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with the given columns. */
  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /**
   * Adds a row.
   *
   * @return this table
   * @throws IllegalArgumentException if it has not as many cells as the table has columns
   */
  public TextTable row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "a row has %d cells for %d columns".formatted(cells.length, header.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /**
   * The table's lines: the header, a rule, the rows; each ends with a line break and none with
   * blanks.
   */
  @Override
  public String toString() {
    int[] widths = new int[header.size()];
    boolean[] right = new boolean[header.size()];
    for (int column = 0; column < widths.length; column++) {
      int c = column;
      widths[c] =
          Math.max(
              header.get(c).length(),
              rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0));
      right[c] =
          rows.stream().anyMatch(row -> !row.get(c).isEmpty())
              && rows.stream()
                  .map(row -> row.get(c))
                  .allMatch(cell -> cell.isEmpty() || NUMBER.matcher(cell).matches());
    }
    StringBuilder text = new StringBuilder();
    appendLine(text, header, widths, right);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    appendLine(text, rule, widths, right);
    rows.forEach(row -> appendLine(text, row, widths, right));
    return text.toString();
  }

  private static void appendLine(
      StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String blanks = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c > 0 ? BETWEEN : "");
      line.append(right[c] ? blanks + cells.get(c) : cells.get(c) + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
