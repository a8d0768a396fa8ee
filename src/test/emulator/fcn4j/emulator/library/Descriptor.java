package fcn4j.emulator.library;

import org.jspecify.annotations.Nullable;

/** What a library's descriptor handle stands for: a value that is set and may be set again. */
final class Descriptor {
  private @Nullable Object value;

  void set(Object newValue) {
    value = newValue;
  }

  <T> @Nullable T get(Class<T> type) {
    return type.isInstance(value) ? type.cast(value) : null;
  }
}
