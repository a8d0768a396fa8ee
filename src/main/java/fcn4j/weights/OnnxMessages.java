package fcn4j.weights;

import fcn4j.tensor.ElementType;
import java.util.List;

/**
 * The parts of an ONNX model as protobuf messages, all but the values of weights.
 *
 * <p>Source of the fields: {@code onnx.proto} of ONNX 1.16.
 */
final class OnnxMessages {
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT64 = 7;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;
  private static final int EXTERNAL = 1;

  private OnnxMessages() {}

  /** {@code NodeProto}. */
  static byte[] node(OnnxModel.Node node) {
    return ProtoBytes.of(out -> {
      for (String input : node.inputs()) {
        out.writeString(1, input);
      }
      out.writeString(2, node.name());
      out.writeString(3, node.name());
      out.writeString(4, node.type());
      for (OnnxModel.Attribute attribute : node.attributes()) {
        out.writeByteArray(5, attribute(attribute));
      }
    });
  }

  private static byte[] attribute(OnnxModel.Attribute attribute) {
    return ProtoBytes.of(out -> {
      out.writeString(1, attribute.name());
      switch (attribute) {
        case OnnxModel.Attribute.Real real -> {
          out.writeFloat(2, real.value());
          out.writeInt32(20, ATTRIBUTE_FLOAT);
        }
        case OnnxModel.Attribute.Whole whole -> {
          out.writeInt64(3, whole.value());
          out.writeInt32(20, ATTRIBUTE_INT);
        }
        case OnnxModel.Attribute.Wholes wholes -> {
          for (long value : wholes.values()) {
            out.writeInt64(8, value);
          }
          out.writeInt32(20, ATTRIBUTE_INTS);
        }
      }
    });
  }

  /** {@code ValueInfoProto}: name, type and extents. */
  static byte[] value(OnnxModel.Value value) {
    byte[] shape =
        ProtoBytes.of(out -> {
          for (String dim : value.dims()) {
            out.writeByteArray(1, dimension(dim));
          }
        });
    byte[] tensor =
        ProtoBytes.of(out -> {
          out.writeInt32(1, value.type() == ElementType.UINT8 ? UINT8 : FLOAT);
          out.writeByteArray(2, shape);
        });
    byte[] type = ProtoBytes.of(out -> out.writeByteArray(1, tensor));
    return ProtoBytes.of(out -> {
      out.writeString(1, value.name());
      out.writeByteArray(2, type);
    });
  }

  private static byte[] dimension(String dim) {
    boolean number = dim.chars().allMatch(c -> c >= '0' && c <= '9');
    return ProtoBytes.of(out -> {
      if (number) {
        out.writeInt64(1, Long.parseLong(dim));
      } else {
        out.writeString(2, dim);
      }
    });
  }

  /** {@code TensorProto} of whole numbers. */
  static byte[] constant(OnnxModel.Constant constant) {
    return ProtoBytes.of(out -> {
      out.writeInt64(1, constant.values().size());
      out.writeInt32(2, INT64);
      for (long value : constant.values()) {
        out.writeInt64(7, value);
      }
      out.writeString(8, constant.name());
    });
  }

  /** The beginning of a float32 {@code TensorProto}: its values follow. */
  static byte[] weightHead(WeightEntry entry) {
    return ProtoBytes.of(out -> {
      for (int dim : entry.dims()) {
        out.writeInt64(1, dim);
      }
      out.writeInt32(2, FLOAT);
      out.writeString(8, entry.name());
    });
  }

  /** A whole float32 {@code TensorProto} whose values lie in another file. */
  static byte[] externalWeight(WeightEntry entry, String file, long offset) {
    long length = entry.count() * Float.BYTES;
    List<byte[]> places =
        List.of(
            text("location", file),
            text("offset", Long.toString(offset)),
            text("length", Long.toString(length)));
    return ProtoBytes.of(out -> {
      out.writeRawBytes(weightHead(entry));
      for (byte[] place : places) {
        out.writeByteArray(13, place);
      }
      out.writeInt32(14, EXTERNAL);
    });
  }

  /** {@code StringStringEntryProto}. */
  static byte[] text(String key, String value) {
    return ProtoBytes.of(out -> {
      out.writeString(1, key);
      out.writeString(2, value);
    });
  }
}
