package fcn4j.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON table at the start of a safetensors file.
 *
 * @param slots where each array lies, by name, in the table's order
 * @param metadata the table's {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Slot> slots, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Where one array lies.
   *
   * @param begin offset of its first byte, counted from the end of the table
   * @param end offset behind its last byte
   */
  record Slot(WeightEntry entry, SafetensorsType type, long begin, long end) {}

  /**
   * Reads and checks the table: known types, extents that agree with the byte ranges, ranges that
   * tile the data without overlap, hole or excess.
   *
   * @param dataBytes bytes that follow the table
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes, String origin) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT, "the table", origin);
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        expect(parser.nextToken(), JsonToken.START_OBJECT, "'" + name + "'", origin);
        if (name.equals(METADATA)) {
          readMetadata(parser, metadata, origin);
        } else {
          slots.put(name, readSlot(parser, name, origin));
        }
      }
      if (parser.nextToken() != null) {
        throw damaged(origin, "something follows its table");
      }
    } catch (JacksonException e) {
      throw new WeightFileException(
          "%s: its table is not valid JSON (%s); write or download it again"
              .formatted(origin, e.getOriginalMessage()),
          e);
    }
    checkTiling(slots, dataBytes, origin);
    return new SafetensorsHeader(
        Collections.unmodifiableMap(slots), Collections.unmodifiableMap(metadata));
  }

  private static void readMetadata(JsonParser parser, Map<String, String> metadata, String origin) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      expect(parser.nextToken(), JsonToken.VALUE_STRING, "metadata '" + key + "'", origin);
      metadata.put(key, parser.getString());
    }
  }

  private static Slot readSlot(JsonParser parser, String name, String origin) {
    SafetensorsType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(value, JsonToken.VALUE_STRING, "dtype of '" + name + "'", origin);
          type = typeOf(parser.getString(), name, origin);
        }
        case "shape" -> shape = readNumbers(parser, value, name, origin);
        case "data_offsets" -> offsets = readNumbers(parser, value, name, origin);
        default -> throw damaged(origin, "array '%s' has an unknown key '%s'".formatted(name, key));
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw damaged(origin, "array '%s' lacks dtype, shape or two data_offsets".formatted(name));
    }
    return slot(name, type, shape, offsets, origin);
  }

  private static SafetensorsType typeOf(String text, String name, String origin) {
    return SafetensorsType.of(text)
        .orElseThrow(() ->
            new WeightFileException(
                "%s: array '%s' has the unknown type '%s'; convert it to F32"
                    .formatted(origin, name, text)));
  }

  private static List<Long> readNumbers(
      JsonParser parser, JsonToken start, String name, String origin) {
    expect(start, JsonToken.START_ARRAY, "numbers of '" + name + "'", origin);
    List<Long> numbers = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      expect(token, JsonToken.VALUE_NUMBER_INT, "numbers of '" + name + "'", origin);
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  private static Slot slot(
      String name, SafetensorsType type, List<Long> shape, List<Long> offsets, String origin) {
    long begin = offsets.getFirst();
    long end = offsets.getLast();
    try {
      List<Integer> dims = shape.stream().map(Math::toIntExact).toList();
      WeightEntry entry = new WeightEntry(name, dims);
      if (begin < 0
          || end < begin
          || Math.multiplyExact(entry.count(), (long) type.bytes) != end - begin) {
        throw damaged(
            origin,
            "array '%s' %s of %s does not take the bytes %d to %d"
                .formatted(name, shape, type, begin, end));
      }
      return new Slot(entry, type, begin, end);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new WeightFileException(
          "%s: array '%s' has the impossible extents %s; write or download the file again"
              .formatted(origin, name, shape),
          e);
    }
  }

  private static void checkTiling(Map<String, Slot> slots, long dataBytes, String origin) {
    List<Slot> ordered =
        slots.values().stream()
            .sorted(Comparator.comparingLong(Slot::begin).thenComparingLong(Slot::end))
            .toList();
    long at = 0;
    for (Slot slot : ordered) {
      if (slot.begin() != at) {
        String what = slot.begin() < at ? "overlaps another array" : "leaves a hole before it";
        throw damaged(
            origin, "array '%s' at byte %d %s".formatted(slot.entry().name(), slot.begin(), what));
      }
      at = slot.end();
    }
    if (at != dataBytes) {
      throw damaged(
          origin, "its table needs %d bytes of data, the file has %d".formatted(at, dataBytes));
    }
  }

  private static void expect(JsonToken seen, JsonToken wanted, String where, String origin) {
    if (seen != wanted) {
      throw damaged(
          origin,
          "%s is not what the format says (%s instead of %s)".formatted(where, seen, wanted));
    }
  }

  static WeightFileException damaged(String origin, String what) {
    return new WeightFileException(
        "%s is damaged or cut short: %s; write or download it again".formatted(origin, what));
  }
}
