package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** JSON of a checkpoint's text. */
class JsonTextTest {
  @Test
  void whatIsWrittenIsReadBack() {
    List<String> names = List.of("background", "a \"quoted\" one", "Ä");
    Map<String, String> options = Map.of("upsampling", "FIXED", "", "empty name");

    assertThat(JsonText.list(JsonText.of(names, JsonGenerator::writeString), JsonText::string))
        .isEqualTo(names);
    assertThat(JsonText.texts(JsonText.of(options))).isEqualTo(options);
    assertThat(
            JsonText.list(
                JsonText.of(List.of(104.00699f, -0f), JsonGenerator::writeNumber),
                JsonParser::getFloatValue))
        .containsExactly(104.00699f, -0f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"a\"", "{}", "[\"a\"", "[1]", "[null]", "[\"a\"] 1", "[\"a\"]]"})
  void onlyAListOfTextsIsOne(String text) {
    assertThatThrownBy(() -> JsonText.list(text, JsonText::string))
        .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"a\":\"b\"", "{\"a\":1}", "{\"a\":null}", "{} {}"})
  void onlyAMapOfTextsIsOne(String text) {
    assertThatThrownBy(() -> JsonText.texts(text))
        .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
  }
}
