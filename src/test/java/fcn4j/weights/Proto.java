package fcn4j.weights;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Builds protobuf messages field by field, also such as no sane writer would make. */
final class Proto {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Writes one thing. */
  @FunctionalInterface
  private interface Part {
    void write() throws IOException;
  }

  private Proto add(Part part) {
    try {
      part.write();
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  Proto text(int field, String value) {
    return add(() -> out.writeString(field, value));
  }

  Proto number(int field, long value) {
    return add(() -> out.writeInt64(field, value));
  }

  Proto message(int field, Proto value) {
    return add(() -> out.writeByteArray(field, value.toBytes()));
  }

  Proto raw(int field, byte[] value) {
    return add(() -> out.writeByteArray(field, value));
  }

  Proto packedNumbers(int field, long... values) {
    Proto packed = new Proto();
    for (long value : values) {
      packed.add(() -> packed.out.writeInt64NoTag(value));
    }
    return raw(field, packed.toBytes());
  }

  Proto packedFloats(int field, float... values) {
    Proto packed = new Proto();
    for (float value : values) {
      packed.add(() -> packed.out.writeFloatNoTag(value));
    }
    return raw(field, packed.toBytes());
  }

  Proto packedDoubles(int field, double... values) {
    Proto packed = new Proto();
    for (double value : values) {
      packed.add(() -> packed.out.writeDoubleNoTag(value));
    }
    return raw(field, packed.toBytes());
  }

  Proto floats(int field, float... values) {
    for (float value : values) {
      add(() -> out.writeFloat(field, value));
    }
    return this;
  }

  Proto doubles(int field, double... values) {
    for (double value : values) {
      add(() -> out.writeDouble(field, value));
    }
    return this;
  }

  /** A field that claims a length and has nothing. */
  Proto claim(int field, int length) {
    return add(() -> {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(length);
    });
  }

  /** The start of a group, a form that Caffe's files do not have. */
  Proto group(int field) {
    return add(() -> out.writeTag(field, WireFormat.WIRETYPE_START_GROUP));
  }

  /** A BlobProto with today's shape and packed values. */
  static Proto blob(List<Integer> dims, float... values) {
    return new Proto().message(7, shape(dims)).packedFloats(5, values);
  }

  static Proto shape(List<Integer> dims) {
    return new Proto().packedNumbers(1, dims.stream().mapToLong(Integer::longValue).toArray());
  }

  /** A BlobProto with the four extents of old. */
  static Proto legacyBlob(int n, int c, int h, int w) {
    return new Proto().number(1, n).number(2, c).number(3, h).number(4, w);
  }

  /** A layer of today's form. */
  static Proto layer(String name, String type, Proto... blobs) {
    Proto layer = new Proto().text(1, name).text(2, type).text(3, "in").text(4, name);
    for (Proto blob : blobs) {
      layer.message(7, blob);
    }
    return layer;
  }

  /** A layer of the old form. */
  static Proto oldLayer(String name, int type, Proto... blobs) {
    Proto layer = new Proto().text(2, "in").text(3, name).text(4, name).number(5, type);
    for (Proto blob : blobs) {
      layer.message(6, blob);
    }
    return layer;
  }
}
