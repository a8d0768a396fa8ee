package fcn4j.weights;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes ONNX models, atomically: operator set 21, weights as raw little-endian float32.
 *
 * <p>A protobuf message holds at most two gigabytes; weights beyond that go into a file of their
 * own beside the model, {@code NAME.onnx.data}, and both are needed. Equal input gives equal bytes.
 */
public final class OnnxWriter {
  /** The operator set that models are written for. */
  public static final int OPSET = 21;

  /** Most bytes of weights within the model itself. */
  public static final long MOST_INLINE_BYTES = 2_000_000_000L;

  private static final int IR_VERSION = 10;
  private static final int RAW_DATA = 9;
  private static final int INITIALIZER = 5;
  private static final long ALIGNMENT = 4096;

  private OnnxWriter() {}

  /**
   * Writes a model, and a file of weights beside it if it has more than {@code mostInlineBytes} of
   * them.
   *
   * @param reader asked for each weight's values, in order
   * @throws WeightFileException if a file cannot be written
   */
  public static void write(Path path, OnnxModel model, ArrayReader reader, long mostInlineBytes) {
    long bytes = 0;
    for (WeightEntry entry : model.weights()) {
      bytes += entry.count() * Float.BYTES;
    }
    if (bytes > Math.min(mostInlineBytes, MOST_INLINE_BYTES)) {
      writeExternal(path, model, reader);
    } else {
      writeInline(path, model, reader);
    }
  }

  private static void writeInline(Path path, OnnxModel model, ArrayReader reader) {
    List<byte[]> heads = new ArrayList<>();
    long length = 0;
    for (WeightEntry entry : model.weights()) {
      long values = entry.count() * Float.BYTES;
      byte[] fields = OnnxMessages.weightHead(entry);
      byte[] data = ProtoBytes.tag(RAW_DATA, values);
      byte[] start = ProtoBytes.tag(INITIALIZER, fields.length + data.length + values);
      heads.add(joined(start, fields, data));
      length += heads.getLast().length + values;
    }
    byte[] rest = graph(model, List.of());
    byte[] head = joined(modelHead(model), ProtoBytes.tag(7, length + rest.length));
    AtomicFile.write(
        path,
        channel -> {
          ProtoBytes.write(channel, head);
          FloatOutput output = output(channel);
          for (int i = 0; i < heads.size(); i++) {
            ProtoBytes.write(channel, heads.get(i));
            output.write(model.weights().get(i), reader);
          }
          ProtoBytes.write(channel, rest);
        });
  }

  private static void writeExternal(Path path, OnnxModel model, ArrayReader reader) {
    Path data = path.resolveSibling(path.getFileName() + ".data");
    List<byte[]> weights = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long at = 0;
    for (WeightEntry entry : model.weights()) {
      offsets.add(at);
      weights.add(OnnxMessages.externalWeight(entry, String.valueOf(data.getFileName()), at));
      at = Math.ceilDiv(at + entry.count() * Float.BYTES, ALIGNMENT) * ALIGNMENT;
    }
    AtomicFile.write(
        data,
        channel -> {
          FloatOutput output = output(channel);
          for (int i = 0; i < offsets.size(); i++) {
            ProtoBytes.write(channel, new byte[(int) (offsets.get(i) - channel.position())]);
            output.write(model.weights().get(i), reader);
          }
        });
    byte[] graph = graph(model, weights);
    byte[] head = joined(modelHead(model), ProtoBytes.tag(7, graph.length));
    AtomicFile.write(path, channel -> ProtoBytes.write(channel, joined(head, graph)));
  }

  private static FloatOutput output(FileChannel channel) {
    return new FloatOutput(FloatType.FLOAT32, bytes -> Npy.writeFully(channel, bytes));
  }

  /** {@code ModelProto} up to its graph. */
  private static byte[] modelHead(OnnxModel model) {
    return ProtoBytes.of(out -> {
      out.writeInt64(1, IR_VERSION);
      out.writeString(2, "fcn4j");
      out.writeByteArray(8, ProtoBytes.of(opset -> opset.writeInt64(2, OPSET)));
      for (var entry : new TreeMap<>(model.metadata()).entrySet()) {
        out.writeByteArray(14, OnnxMessages.text(entry.getKey(), entry.getValue()));
      }
    });
  }

  /** {@code GraphProto}, but for weights whose values follow their heads. */
  private static byte[] graph(OnnxModel model, List<byte[]> weights) {
    return ProtoBytes.of(out -> {
      for (OnnxModel.Node node : model.nodes()) {
        out.writeByteArray(1, OnnxMessages.node(node));
      }
      out.writeString(2, model.name());
      for (byte[] weight : weights) {
        out.writeByteArray(INITIALIZER, weight);
      }
      for (OnnxModel.Constant constant : model.constants()) {
        out.writeByteArray(INITIALIZER, OnnxMessages.constant(constant));
      }
      for (OnnxModel.Value input : model.inputs()) {
        out.writeByteArray(11, OnnxMessages.value(input));
      }
      for (OnnxModel.Value output : model.outputs()) {
        out.writeByteArray(12, OnnxMessages.value(output));
      }
    });
  }

  private static byte[] joined(byte[]... parts) {
    return ProtoBytes.of(out -> {
      for (byte[] part : parts) {
        out.writeRawBytes(part);
      }
    });
  }
}
