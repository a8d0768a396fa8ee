package fcn4j.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes of a dataset.
 *
 * @param names a name a class
 * @param colours 0xRRGGBB a class, or empty
 */
record ClassTable(List<String> names, List<Integer> colours) {
  /** Most classes a label byte can tell apart beside the ignore label. */
  static final int MAX_CLASSES = LabelMap.IGNORE;

  ClassTable {
    names = List.copyOf(names);
    colours = List.copyOf(colours);
    if (names.isEmpty() || names.size() > MAX_CLASSES) {
      throw new DataException(
          "a dataset needs 1 to %d classes, got %d".formatted(MAX_CLASSES, names.size()));
    }
    if (!colours.isEmpty() && colours.size() < names.size()) {
      throw new DataException(
          "%d classes need as many colours, got %d".formatted(names.size(), colours.size()));
    }
  }

  /** Classes named 0, 1, 2, … */
  static ClassTable numbered(int classes) {
    return new ClassTable(
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(), List.of());
  }

  int size() {
    return names.size();
  }
}
