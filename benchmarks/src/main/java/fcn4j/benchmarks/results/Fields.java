package fcn4j.benchmarks.results;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks of the fields of a line; a field that the line lacks arrives as null or not-a-number. */
final class Fields {
  private Fields() {}

  static void requireWord(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("field '%s' is missing or empty".formatted(name));
    }
  }

  static void requirePresent(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("field '%s' is missing".formatted(name));
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "field '%s' must be a positive number, it is %s".formatted(name, value));
    }
  }

  static void requirePositiveIfPresent(String name, @Nullable Double value) {
    if (value != null) {
      requirePositive(name, value);
    }
  }

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "field '%s' must be 0 or more, it is %s".formatted(name, value));
    }
  }

  /** A copy in the order of the names, so that equal lines are written alike. */
  static Map<String, String> sorted(String name, @Nullable Map<String, String> map) {
    requirePresent(name, map);
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
