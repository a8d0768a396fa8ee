package fcn4j.emulator.ptx;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fundamental types of PTX. */
public enum PtxType {
  PRED(0),
  B8(1),
  U8(1),
  S8(1),
  B16(2),
  U16(2),
  S16(2),
  F16(2),
  BF16(2),
  B32(4),
  U32(4),
  S32(4),
  F32(4),
  F16X2(4),
  BF16X2(4),
  B64(8),
  U64(8),
  S64(8),
  F64(8);

  private final int bytes;

  PtxType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  public boolean isSigned() {
    return this == S8 || this == S16 || this == S32 || this == S64;
  }

  public boolean isFloat() {
    return switch (this) {
      case F16, BF16, F32, F64 -> true;
      default -> false;
    };
  }

  /** The type of that name (without its dot), or null where there is none. */
  public static @Nullable PtxType find(String name) {
    for (PtxType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    return null;
  }
}
