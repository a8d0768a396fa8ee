package fcn4j.benchmarks.scaling;

import java.util.ArrayList;
import java.util.List;

/**
 * A net over image sizes and batches.
 *
 * @param task what is done
 * @param loads from small to large
 */
record Series(Task task, List<Load> loads) {

  /** Copies the loads. */
  Series {
    loads = List.copyOf(loads);
  }

  /**
   * Reads {@code NET:PASS:SIDE,…} or {@code NET:PASS:SIDE,…*BATCH,…}: every size with every batch.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Series of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'%s' is no series; write NET:PASS:SIDES or NET:PASS:SIDES*BATCHES, for example"
                  .formatted(text)
              + " fcn8s:forward:64,128 or fcn8s:train:256*1,2,4");
    }
    String[] parts = text.substring(colon + 1).split("\\*", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException("'%s' has more than one '*'".formatted(text));
    }
    List<Load> loads = new ArrayList<>();
    for (int side : numbers(text, parts[0])) {
      for (int batch : parts.length == 2 ? numbers(text, parts[1]) : List.of(1)) {
        loads.add(new Load(side, batch));
      }
    }
    return new Series(Task.of(text.substring(0, colon)), loads);
  }

  private static List<Integer> numbers(String series, String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.matches("[1-9][0-9]{0,4}")) {
        throw new IllegalArgumentException(
            "'%s' in '%s' is no number of pixels or images".formatted(word, series));
      }
      numbers.add(Integer.parseInt(word));
    }
    return numbers;
  }
}
