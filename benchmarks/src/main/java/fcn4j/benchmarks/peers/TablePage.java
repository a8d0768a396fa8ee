package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the table of the kept runs into a page, between two markers. */
final class TablePage {
  static final String BEGIN = "<!-- cpu-peers: written by benchmarks/peers/table -->\n";
  static final String END = "<!-- cpu-peers: end -->\n";

  private TablePage() {}

  /**
   * A page with another table.
   *
   * @throws PeerException if the markers are not there
   */
  static String with(String page, String table) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new PeerException(
          "the page has no lines '%s' and '%s' for the table"
              .formatted(BEGIN.strip(), END.strip()));
    }
    return page.substring(0, begin + BEGIN.length()) + table + page.substring(end);
  }

  /**
   * {@code RESULTS.jsonl PAGE.md}: writes the table into the page.
   *
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[1]);
    String table = ComparisonTable.markdown(Results.read(Path.of(args[0])));
    Files.writeString(page, with(Files.readString(page), table));
  }
}
