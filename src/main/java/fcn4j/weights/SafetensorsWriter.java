package fcn4j.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files, atomically; equal input gives equal bytes. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private SafetensorsWriter() {}

  /**
   * Writes arrays that are in memory; the target is whole or unchanged.
   *
   * @throws IllegalArgumentException if two arrays have the same name
   * @throws WeightFileException if the file cannot be written
   */
  public static void write(Path path, List<WeightArray> arrays, Map<String, String> metadata) {
    List<WeightEntry> entries = arrays.stream().map(WeightArray::entry).toList();
    checkNames(entries);
    Map<String, float[]> values =
        arrays.stream().collect(Collectors.toMap(a -> a.entry().name(), WeightArray::values));
    write(path, entries, entry -> Objects.requireNonNull(values.get(entry.name())), metadata);
  }

  /**
   * Writes arrays that are fetched one after the other, so that only one need be in memory; the
   * target is whole or unchanged.
   *
   * @param values called once an entry, in order; what it returns is borrowed until the next call
   * @throws IllegalArgumentException if two entries have the same name, or an array has not its
   *     entry's number of values
   * @throws WeightFileException if the file cannot be written
   */
  public static void write(
      Path path,
      List<WeightEntry> entries,
      Function<WeightEntry, float[]> values,
      Map<String, String> metadata) {
    write(path, entries, ArrayReader.ofWhole(values), metadata, FloatType.FLOAT32);
  }

  /**
   * Writes arrays that pass through a small buffer; the target is whole or unchanged.
   *
   * @param reader asked for each entry's values, in order
   * @throws IllegalArgumentException if two entries have the same name
   * @throws WeightFileException if the file cannot be written, or a value is beyond the type
   */
  public static void write(
      Path path,
      List<WeightEntry> entries,
      ArrayReader reader,
      Map<String, String> metadata,
      FloatType type) {
    checkNames(entries);
    byte[] table = table(entries, metadata, type);
    AtomicFile.write(
        path,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          Npy.writeFully(channel, length.putLong(table.length).flip());
          Npy.writeFully(channel, ByteBuffer.wrap(table));
          FloatOutput output = new FloatOutput(type, bytes -> Npy.writeFully(channel, bytes));
          for (WeightEntry entry : entries) {
            output.write(entry, reader);
          }
        });
  }

  private static void checkNames(List<WeightEntry> entries) {
    Set<String> seen = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
    for (WeightEntry entry : entries) {
      if (!seen.add(entry.name())) {
        throw new IllegalArgumentException(
            "an array cannot be named %s: the name is taken".formatted(entry.name()));
      }
    }
  }

  /** The JSON table, padded with blanks so that the values start at a multiple of 8 bytes. */
  private static byte[] table(
      List<WeightEntry> entries, Map<String, String> metadata, FloatType type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectPropertyStart(SafetensorsHeader.METADATA);
        new TreeMap<>(metadata).forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      long at = 0;
      for (WeightEntry entry : entries) {
        long end = at + entry.count() * type.bytes;
        writeEntry(json, entry, type, at, end);
        at = end;
      }
      json.writeEndObject();
    }
    byte[] table = bytes.toByteArray();
    byte[] padded = Arrays.copyOf(table, (table.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, table.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeEntry(
      JsonGenerator json, WeightEntry entry, FloatType type, long begin, long end) {
    json.writeObjectPropertyStart(entry.name());
    json.writeStringProperty("dtype", SafetensorsType.of(type).name());
    json.writeArrayPropertyStart("shape");
    entry.dims().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeArrayPropertyStart("data_offsets");
    json.writeNumber(begin);
    json.writeNumber(end);
    json.writeEndArray();
    json.writeEndObject();
  }
}
