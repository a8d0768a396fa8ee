package fcn4j.train;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON of the two shapes that a checkpoint's text has, lists and maps of texts, token by token:
 * binding it to classes takes some 60 ms the first time, which every command that opens a net would
 * wait for.
 */
final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** Writes a list. */
  static <T> String of(List<T> values, BiConsumer<JsonGenerator, T> element) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      values.forEach(value -> element.accept(json, value));
      json.writeEndArray();
    }
    return text.toString();
  }

  /** Writes a map. */
  static String of(Map<String, String> values) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      values.forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * Reads a list.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON, or an element is of another type
   * @throws IllegalArgumentException if it is no list, or something follows it
   */
  static <T> List<T> list(String text, Function<JsonParser, T> element) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      require(json, json.nextToken(), JsonToken.START_ARRAY);
      List<T> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(element.apply(json));
      }
      require(json, json.nextToken(), null);
      return List.copyOf(values);
    }
  }

  /** The text that a parser stands at; an element of {@link #list}. */
  static String string(JsonParser json) {
    require(json, json.currentToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  /**
   * Reads a map.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   * @throws IllegalArgumentException if it is no map of texts, or something follows it
   */
  static Map<String, String> texts(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      require(json, json.nextToken(), JsonToken.START_OBJECT);
      Map<String, String> values = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        require(json, json.nextToken(), JsonToken.VALUE_STRING);
        values.put(key, json.getString());
      }
      require(json, json.currentToken(), JsonToken.END_OBJECT);
      require(json, json.nextToken(), null);
      return values;
    }
  }

  private static void require(
      JsonParser json, @Nullable JsonToken seen, @Nullable JsonToken wanted) {
    if (seen != wanted) {
      throw new IllegalArgumentException(
          "%s instead of %s at %s"
              .formatted(
                  seen == null ? "its end" : seen,
                  wanted == null ? "its end" : wanted,
                  json.currentTokenLocation()));
    }
  }
}
