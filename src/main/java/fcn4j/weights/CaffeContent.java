package fcn4j.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file of Caffe lists, gathered while it is read. */
final class CaffeContent {
  private static final int MAX_ITEMS = 100_000;

  final List<CaffeLayer> layers = new ArrayList<>();
  final Map<String, CaffeBlob> blobs = new LinkedHashMap<>();
  final Map<String, WeightEntry> entries = new LinkedHashMap<>();
  final Map<String, String> metadata = new LinkedHashMap<>();
  private final String origin;
  private int items;

  CaffeContent(String origin) {
    this.origin = origin;
  }

  /** Adds an array; the extents may differ from those that the file has in ones. */
  WeightEntry add(String name, List<Integer> dims, CaffeBlob blob) {
    if (blobs.put(name, blob) != null) {
      throw new WeightFileException(
          "%s has two arrays %s: two layers of that name hold weights; rename one of them"
              .formatted(origin, name));
    }
    WeightEntry entry = new WeightEntry(name, dims);
    entries.put(name, entry);
    return entry;
  }

  /** Counts what is kept in memory, so that a file of nothing but names cannot fill it. */
  void countItem() {
    items++;
    if (items > MAX_ITEMS) {
      throw new WeightFileException(
          "%s lists more than %d layers, arrays and names; no net is that large: check what it is"
              .formatted(origin, MAX_ITEMS));
    }
  }
}
