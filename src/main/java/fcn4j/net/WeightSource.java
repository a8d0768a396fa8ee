package fcn4j.net;

import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.WeightArray;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Named arrays to take weights from, read one at a time: a file, another net, or arrays in memory.
 *
 * @param origin what to call it in messages
 * @param entries names and extents
 * @param reader gives the values of an entry, stretch by stretch
 */
public record WeightSource(String origin, List<WeightEntry> entries, ArrayReader reader) {
  /** Copies the list. */
  public WeightSource {
    entries = List.copyOf(entries);
  }

  /** The arrays of an open file, which is borrowed. */
  public static WeightSource of(WeightFile file) {
    return new WeightSource(file.origin(), file.entries(), file);
  }

  /** The values of another net, which is borrowed. */
  public static WeightSource of(String origin, Parameters parameters) {
    List<WeightEntry> entries = parameters.all().stream().map(WeightSource::entry).toList();
    ArrayReader reader =
        (entry, first, target, offset, count) ->
            parameters.get(entry.name(), first, target, offset, count);
    return new WeightSource(origin, entries, ArrayReader.inTurn(reader));
  }

  /** Arrays in memory. */
  public static WeightSource of(String origin, List<WeightArray> arrays) {
    Map<WeightEntry, float[]> values = new LinkedHashMap<>();
    arrays.forEach(array -> values.put(array.entry(), array.values()));
    return new WeightSource(
        origin,
        List.copyOf(values.keySet()),
        ArrayReader.ofWhole(entry -> Objects.requireNonNull(values.get(entry), entry.name())));
  }

  private static WeightEntry entry(Parameter parameter) {
    return new WeightEntry(parameter.name(), parameter.spec().dims());
  }
}
