package fcn4j.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the tables of known facts: a header line, then values, parted by tabs. */
final class Tables {
  private Tables() {}

  /** The rows, each from column to text; missing values are empty. */
  static List<Map<String, String>> read(String resource) {
    try (InputStream table = Tables.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(table, resource).readAllBytes();
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      List<String> columns = Arrays.asList(lines.getFirst().split("\t"));
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        List<String> values = Arrays.asList(line.split("\t", -1));
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          cells.put(columns.get(i), i < values.size() ? values.get(i) : "");
        }
        rows.add(cells);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
