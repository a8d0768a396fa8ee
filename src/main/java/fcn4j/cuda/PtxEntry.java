package fcn4j.cuda;

import java.util.List;

/**
 * What a PTX text says of one kernel: its name and its parameters in order.
 *
 * @param name as in {@code .entry name(...)}
 * @param parameters in the order of the launch
 */
public record PtxEntry(String name, List<Parameter> parameters) {
  /** Copies the list. */
  public PtxEntry {
    parameters = List.copyOf(parameters);
  }

  /** Bytes of a parameter block that holds all parameters, each at its alignment. */
  long blockBytes() {
    long end = 0;
    for (Parameter parameter : parameters) {
      end = parameter.alignedFrom(end) + parameter.bytes();
    }
    return end;
  }

  /**
   * One kernel parameter.
   *
   * @param type the PTX type without its dot, as in {@code u64}
   * @param bytes its size
   * @param alignment its alignment in bytes
   * @param pointer whether the PTX marks it with {@code .ptr}
   */
  public record Parameter(String type, int bytes, int alignment, boolean pointer) {
    /** The first aligned offset at or after {@code offset}. */
    long alignedFrom(long offset) {
      return (offset + alignment - 1) / alignment * alignment;
    }

    /** Whether it is an integer (or untyped bits) of this size. */
    boolean isInteger(int size) {
      char kind = type.charAt(0);
      return bytes == size && (kind == 'u' || kind == 's' || kind == 'b');
    }

    /** Whether it is a floating-point number (or untyped bits) of this size. */
    boolean isFloat(int size) {
      char kind = type.charAt(0);
      return bytes == size && (kind == 'f' || kind == 'b');
    }

    @Override
    public String toString() {
      return pointer ? "." + type + " pointer" : "." + type;
    }
  }
}
