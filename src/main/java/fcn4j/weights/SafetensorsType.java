package fcn4j.weights;

import java.util.Locale;
import java.util.Optional;

/** The element types that a safetensors header may name. */
enum SafetensorsType {
  BOOL(1),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  I16(2),
  U16(2),
  F16(2),
  BF16(2),
  I32(4),
  U32(4),
  F32(4),
  I64(8),
  U64(8),
  F64(8);

  final int bytes;

  SafetensorsType(int bytes) {
    this.bytes = bytes;
  }

  /** The usual name, such as {@code float16}. */
  String plainName() {
    return switch (this) {
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case F32 -> "float32";
      case F64 -> "float64";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }

  static SafetensorsType of(FloatType type) {
    return switch (type) {
      case FLOAT32 -> F32;
      case FLOAT16 -> F16;
      case BFLOAT16 -> BF16;
    };
  }

  static Optional<SafetensorsType> of(String name) {
    for (SafetensorsType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
