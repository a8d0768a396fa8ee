package fcn4j.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of named float arrays, open for reading one array at a time: nothing is held in memory but
 * what is asked for.
 *
 * <p>One thread uses it; closing is idempotent, and reading after it fails.
 */
public interface WeightFile extends ArrayReader, AutoCloseable {
  /** What kind of file it is. */
  WeightFormat format();

  /** What to call the file in messages. */
  String origin();

  /** All arrays, in the file's order. */
  List<WeightEntry> entries();

  /** Free text that the file carries, by key. */
  Map<String, String> metadata();

  /**
   * How the file stores an array's values, such as {@code float16}.
   *
   * @throws WeightFileException if there is no such array
   */
  String storedType(WeightEntry entry);

  /** Whether an array's values can be read as floats; else it is listed only. */
  default boolean isReadable(WeightEntry entry) {
    return true;
  }

  @Override
  void close();

  /** The array of that name, if the file has it. */
  default Optional<WeightEntry> find(String name) {
    return entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * Reads one whole array.
   *
   * @return its values, owned by the caller
   * @throws WeightFileException if there is no such array, or it has more values than one Java
   *     array can hold
   */
  default float[] read(String name) {
    WeightEntry entry =
        find(name)
            .orElseThrow(() ->
                new WeightFileException(
                    "%s has no array named %s; it has %s".formatted(origin(), name, someNames())));
    if (entry.count() > Integer.MAX_VALUE - 8) {
      throw new WeightFileException(
          "%s: %s has more values than one Java array holds; read it in stretches"
              .formatted(origin(), entry));
    }
    float[] values = new float[(int) entry.count()];
    read(entry, 0, values, 0, values.length);
    return values;
  }

  private String someNames() {
    List<String> names = entries().stream().map(WeightEntry::name).toList();
    int shown = 8;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown)) + " and " + (names.size() - shown) + " more";
  }
}
