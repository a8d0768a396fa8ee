package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** The element types of .npy files that are understood. */
enum NpyType {
  F2("f2", 2),
  F4("f4", 4),
  F8("f8", 8),
  I2("i2", 2),
  I4("i4", 4),
  I8("i8", 8),
  U1("u1", 1),
  B1("b1", 1);

  final String code;
  final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type with numpy's code, such as {@code f4}. */
  static Optional<NpyType> of(String code) {
    for (NpyType type : values()) {
      if (type.code.equals(code)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The usual name, such as {@code float32}. */
  String plainName() {
    return switch (this) {
      case F2 -> "float16";
      case F4 -> "float32";
      case F8 -> "float64";
      case I2 -> "int16";
      case I4 -> "int32";
      case I8 -> "int64";
      case U1 -> "uint8";
      case B1 -> "bool";
    };
  }

  static NpyType of(FloatType type) {
    return switch (type) {
      case FLOAT32 -> F4;
      case FLOAT16 -> F2;
      case BFLOAT16 ->
          throw new WeightFileException("numpy has no bfloat16; write float16 or float32");
    };
  }

  /** Copies the first {@code count} values of {@code data}, narrowed to floats. */
  void copyFloats(MemorySegment data, ByteOrder order, float[] target, int offset, int count) {
    if (this == F4) {
      var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
      MemorySegment.copy(data, layout, 0, target, offset, count);
      return;
    }
    var shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    var ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    var longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    var doubles = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
    for (int i = 0; i < count; i++) {
      target[offset + i] =
          switch (this) {
            case F2 -> Float.float16ToFloat(data.get(shorts, 2L * i));
            case F4, I4 -> (float) data.get(ints, 4L * i);
            case F8 -> (float) data.get(doubles, 8L * i);
            case I2 -> data.get(shorts, 2L * i);
            case I8 -> (float) data.get(longs, 8L * i);
            case U1, B1 -> data.get(ValueLayout.JAVA_BYTE, i) & 0xff;
          };
    }
  }

  /** Copies {@code count} values out of {@code data} from its start. */
  NpyArray decode(List<Integer> dims, MemorySegment data, ByteOrder order, int count) {
    return switch (this) {
      case F2, F4 -> {
        float[] values = new float[count];
        copyFloats(data, order, values, 0, count);
        yield new NpyArray.Floats(dims, values);
      }
      case F8 -> {
        double[] values = new double[count];
        var layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
        MemorySegment.copy(data, layout, 0, values, 0, count);
        yield new NpyArray.Doubles(dims, values);
      }
      case I2, I4, I8 -> new NpyArray.Longs(dims, integers(data, order, count));
      case U1, B1 -> {
        byte[] values = new byte[count];
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, values, 0, count);
        yield new NpyArray.Bytes(dims, values);
      }
    };
  }

  private long[] integers(MemorySegment data, ByteOrder order, int count) {
    long[] values = new long[count];
    if (this == I8) {
      var layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
      MemorySegment.copy(data, layout, 0, values, 0, count);
      return values;
    }
    var shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    var ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    for (int i = 0; i < count; i++) {
      values[i] = this == I2 ? data.get(shorts, 2L * i) : data.get(ints, 4L * i);
    }
    return values;
  }
}
