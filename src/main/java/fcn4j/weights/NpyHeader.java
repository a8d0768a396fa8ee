package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the values of an .npy file: element type, byte order, extents.
 *
 * @param dataStart offset of the first value, in bytes
 */
record NpyHeader(NpyType type, ByteOrder order, List<Integer> dims, long dataStart) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final long MAX_HEADER_BYTES = 64 * 1024;
  private static final int ALIGNMENT = 64;
  private static final int MAX_RANK = 32;
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=]?)(\\w+)['\"]");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9,L\\s]*)\\)");

  /** Bytes from the start that tell how long the header is. */
  static final int START_BYTES = 12;

  /**
   * How many bytes to read for the header of which these are the first: never more than a header
   * may have.
   */
  static int bytesToParse(byte[] start) {
    if (start.length < START_BYTES) {
      return start.length;
    }
    MemorySegment segment = MemorySegment.ofArray(start);
    long length =
        start[MAGIC.length] == 1
            ? 10 + (segment.get(littleShort(), 8) & 0xffffL)
            : 12 + (segment.get(littleInt(), 8) & 0xffffffffL);
    return (int) Math.min(length, START_BYTES + MAX_HEADER_BYTES);
  }

  /**
   * Number of values.
   *
   * @param dataBytes bytes that follow the header
   * @throws WeightFileException if the extents do not take exactly these bytes
   */
  long checkedCount(long dataBytes, String origin) {
    long count;
    try {
      count = Dims.count(dims);
    } catch (IllegalArgumentException e) {
      throw new WeightFileException(
          "%s has the extents %s, more than can be read".formatted(origin, dims), e);
    }
    if (count > dataBytes || count * type.bytes != dataBytes) {
      throw damaged(
          origin,
          "extents %s of %d-byte values do not take the %d bytes that follow its header"
              .formatted(dims, type.bytes, dataBytes));
    }
    return count;
  }

  /** Reads the header at the start of a file's bytes; nothing is taken on trust. */
  static NpyHeader parse(MemorySegment file, String origin) {
    long lengthBytes = checkMagic(file, origin);
    long length =
        lengthBytes == 2
            ? file.get(littleShort(), MAGIC.length + 2L) & 0xffffL
            : file.get(littleInt(), MAGIC.length + 2L) & 0xffffffffL;
    long start = MAGIC.length + 2 + lengthBytes;
    if (length > MAX_HEADER_BYTES || length > file.byteSize() - start) {
      throw damaged(origin, "its header claims %d bytes".formatted(length));
    }
    byte[] text = file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    return ofText(new String(text, StandardCharsets.UTF_8).strip(), start + length, origin);
  }

  private static long checkMagic(MemorySegment file, String origin) {
    if (file.byteSize() == 0) {
      throw new WeightFileException(origin + " is empty (0 bytes); write it again");
    }
    long seen = Math.min(file.byteSize(), MAGIC.length);
    MemorySegment magic = MemorySegment.ofArray(MAGIC).asSlice(0, seen);
    if (magic.mismatch(file.asSlice(0, seen)) != -1) {
      throw new WeightFileException(
          origin
              + " is not an .npy file (its first bytes are not \\x93NUMPY); save it with numpy.save");
    }
    if (file.byteSize() < MAGIC.length + 4) {
      throw damaged(origin, "it ends within its header");
    }
    int version = file.get(ValueLayout.JAVA_BYTE, MAGIC.length) & 0xff;
    if (version < 1 || version > 3) {
      throw new WeightFileException(
          "%s has .npy version %d; versions 1 to 3 can be read".formatted(origin, version));
    }
    if (version > 1 && file.byteSize() < MAGIC.length + 6) {
      throw damaged(origin, "it ends within its header");
    }
    return version == 1 ? 2 : 4;
  }

  private static NpyHeader ofText(String text, long dataStart, String origin) {
    Matcher descr = DESCR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!text.startsWith("{") || !text.endsWith("}") || !fortran.find() || !shape.find()) {
      throw damaged(origin, "its header does not name descr, fortran_order and shape");
    }
    String code = descr.find() ? descr.group(2) : "a structured type";
    NpyType type =
        NpyType.of(code)
            .orElseThrow(() ->
                new WeightFileException(
                    "%s holds %s; only float16/32/64, int16/32/64, uint8 and bool can be read: convert it with numpy's astype"
                        .formatted(origin, code)));
    List<Integer> dims = dims(shape.group(1), origin);
    if (fortran.group(1).equals("True") && dims.size() > 1) {
      throw new WeightFileException(
          origin
              + " is in Fortran order; save it with numpy.save(file, numpy.ascontiguousarray(array))");
    }
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type, order, dims, dataStart);
  }

  private static List<Integer> dims(String text, String origin) {
    List<Integer> dims = new ArrayList<>();
    for (String part : text.replace("L", "").split(",", -1)) {
      String digits = part.strip();
      if (digits.isEmpty()) {
        continue;
      }
      try {
        dims.add(Integer.parseInt(digits));
      } catch (NumberFormatException e) {
        throw new WeightFileException(
            "%s has the extents (%s); one is too large to read".formatted(origin, text), e);
      }
    }
    if (dims.size() > MAX_RANK) {
      throw damaged(origin, "it claims %d dimensions".formatted(dims.size()));
    }
    return dims;
  }

  /**
   * The header of a version 1.0 file, padded so that the values start at a multiple of 64 bytes.
   */
  static byte[] encode(NpyType type, List<Integer> dims) {
    StringBuilder shape = new StringBuilder("(");
    dims.forEach(dim -> shape.append(dim).append(", "));
    int comma = dims.size() == 1 ? 1 : 2;
    String extents =
        dims.isEmpty() ? "()" : shape.substring(0, shape.length() - comma).stripTrailing() + ")";
    String order = type.bytes == 1 ? "|" : "<";
    String text =
        "{'descr': '%s%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(order, type.code, extents);
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = new byte[total];
    MemorySegment segment = MemorySegment.ofArray(header).fill((byte) ' ');
    MemorySegment.copy(MAGIC, 0, segment, ValueLayout.JAVA_BYTE, 0, MAGIC.length);
    segment.set(ValueLayout.JAVA_BYTE, MAGIC.length, (byte) 1);
    segment.set(ValueLayout.JAVA_BYTE, MAGIC.length + 1L, (byte) 0);
    segment.set(littleShort(), MAGIC.length + 2L, (short) (total - MAGIC.length - 4));
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, MAGIC.length + 4L, bytes.length);
    header[total - 1] = '\n';
    return header;
  }

  static WeightFileException damaged(String origin, String what) {
    return new WeightFileException(
        "%s is damaged or cut short: %s; write or download it again".formatted(origin, what));
  }

  private static ValueLayout.OfShort littleShort() {
    return ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  }

  private static ValueLayout.OfInt littleInt() {
    return ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  }
}
