package fcn4j.weights;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Parts of protobuf messages as bytes, all but what is too large for memory. */
final class ProtoBytes {
  private ProtoBytes() {}

  /** Fields of a message. */
  @FunctionalInterface
  interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /** The bytes of a message. */
  static byte[] of(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What stands before a field's content of the given length. */
  static byte[] tag(int field, long lengthBytes) {
    return of(out -> {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(Math.toIntExact(lengthBytes));
    });
  }

  /** Appends bytes to a file. */
  static void write(FileChannel channel, byte[] bytes) throws IOException {
    Npy.writeFully(channel, ByteBuffer.wrap(bytes));
  }
}
