package fcn4j.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table of a page: words to the left, numbers to the right. */
final class MarkdownTable {
  private final StringBuilder text = new StringBuilder();
  private final int columns;
  private final List<String> rows = new ArrayList<>();

  /** A table with columns; those whose names begin with {@code >} are numbers. */
  MarkdownTable(String... names) {
    columns = names.length;
    StringBuilder rule = new StringBuilder("|");
    text.append('|');
    for (String name : names) {
      boolean number = name.startsWith(">");
      text.append(' ').append(number ? name.substring(1) : name).append(" |");
      rule.append(number ? "--:|" : "---|");
    }
    text.append('\n').append(rule).append('\n');
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has another number of cells
   */
  MarkdownTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "a row has %d cells for %d columns".formatted(cells.length, columns));
    }
    StringBuilder row = new StringBuilder("|");
    for (String cell : cells) {
      row.append(' ').append(cell.replace("|", "\\|")).append(" |");
    }
    rows.add(row.append('\n').toString());
    return this;
  }

  @Override
  public String toString() {
    return text + String.join("", rows);
  }
}
