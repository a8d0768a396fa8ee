package fcn4j.weights;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the fields of one protobuf message that lies in a mapped file: numbers are read,
 * everything else is told by its place, so that a message of gigabytes costs no heap.
 *
 * <p>Source of the format: protobuf's encoding. protobuf-java's decoder counts in ints; it is
 * started anew behind every large field, so that a file may be larger than that.
 */
final class ProtoMessage {
  private static final int BUFFER_BYTES = 4096;
  private static final int RESTART_BYTES = 1 << 30;
  private static final int MAX_TEXT_BYTES = 1 << 16;

  private final String origin;
  private final MemorySegment file;
  private final long end;

  private CodedInputStream in;
  private long base;
  private int tag;
  private long number;
  private long begin;
  private long length;

  private ProtoMessage(String origin, MemorySegment file, long begin, long end) {
    this.origin = origin;
    this.file = file;
    this.end = end;
    this.base = begin;
    this.in = decoder(begin);
  }

  /** The message that fills a whole file. */
  static ProtoMessage ofFile(MappedFile file) {
    return new ProtoMessage(file.origin(), file.bytes(), 0, file.bytes().byteSize());
  }

  /** The message that the current field holds. */
  ProtoMessage message() {
    return new ProtoMessage(origin, file, begin, begin + length);
  }

  private CodedInputStream decoder(long at) {
    return CodedInputStream.newInstance(new SegmentInput(file, at, end), BUFFER_BYTES);
  }

  /**
   * Goes to the next field; false behind the last one.
   *
   * @throws WeightFileException if the message ends within a field, or is none
   */
  boolean next() {
    try {
      if (in.getTotalBytesRead() > RESTART_BYTES) {
        restart(position());
      }
      tag = in.readTag();
      if (tag == 0) {
        return false;
      }
      readField();
      return true;
    } catch (IOException e) {
      throw damaged("near byte %d: %s".formatted(position(), e.getMessage()), e);
    }
  }

  private void readField() throws IOException {
    switch (wireType()) {
      case WireFormat.WIRETYPE_VARINT -> number = in.readRawVarint64();
      case WireFormat.WIRETYPE_FIXED64 -> {
        number = in.readRawLittleEndian64();
        begin = position() - Long.BYTES;
        length = Long.BYTES;
      }
      case WireFormat.WIRETYPE_FIXED32 -> {
        number = in.readRawLittleEndian32();
        begin = position() - Integer.BYTES;
        length = Integer.BYTES;
      }
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        length = Integer.toUnsignedLong(in.readRawVarint32());
        begin = position();
        if (length > end - begin) {
          throw damaged(
              "field %d at byte %d claims %d bytes of %d"
                  .formatted(field(), begin, length, end - begin),
              null);
        }
        pass();
      }
      default ->
          throw damaged(
              "field %d near byte %d is of a kind that Caffe's files do not have"
                  .formatted(field(), position()),
              null);
    }
  }

  private void pass() throws IOException {
    if (length > BUFFER_BYTES) {
      restart(begin + length);
    } else {
      in.skipRawBytes((int) length);
    }
  }

  private void restart(long at) {
    in = decoder(at);
    base = at;
  }

  private long position() {
    return base + in.getTotalBytesRead();
  }

  /** Number of the current field. */
  int field() {
    return WireFormat.getTagFieldNumber(tag);
  }

  /** Wire type of the current field. */
  int wireType() {
    return WireFormat.getTagWireType(tag);
  }

  /** Whether the current field is this one, and a number. */
  boolean isNumber(int field) {
    return field() == field && wireType() == WireFormat.WIRETYPE_VARINT;
  }

  /** Whether the current field is this one, and a text, a message or packed values. */
  boolean isBytes(int field) {
    return field() == field && wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** Value of the current field, a number. */
  long number() {
    return number;
  }

  /** Where the current field's content begins, in bytes from the start of the file. */
  long begin() {
    return begin;
  }

  /** How many bytes the current field's content takes. */
  long length() {
    return length;
  }

  /** The current field as text. */
  String text() {
    if (length > MAX_TEXT_BYTES) {
      throw damaged("a name at byte %d claims %d characters".formatted(begin, length), null);
    }
    byte[] text = file.asSlice(begin, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  /**
   * The current field as packed numbers.
   *
   * @param most how many are allowed
   */
  List<Long> packedNumbers(int most) {
    List<Long> numbers = new ArrayList<>();
    CodedInputStream packed =
        CodedInputStream.newInstance(new SegmentInput(file, begin, begin + length), 64);
    try {
      while (!packed.isAtEnd()) {
        if (numbers.size() == most) {
          throw damaged("more than %d numbers at byte %d".formatted(most, begin), null);
        }
        numbers.add(packed.readRawVarint64());
      }
    } catch (IOException e) {
      throw damaged("numbers near byte %d: %s".formatted(begin, e.getMessage()), e);
    }
    return numbers;
  }

  private WeightFileException damaged(String what, @Nullable Throwable cause) {
    String message =
        "%s is damaged, cut short or not a file of Caffe: %s; write or download it again"
            .formatted(origin, what);
    return cause == null
        ? new WeightFileException(message)
        : new WeightFileException(message, cause);
  }
}
