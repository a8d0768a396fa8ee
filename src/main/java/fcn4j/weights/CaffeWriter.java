package fcn4j.weights;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes Caffe's files, atomically, in the forms that today's Caffe writes: {@code layer}, packed
 * float32 values, shapes. Equal input gives equal bytes.
 *
 * <p>Layers carry name, type, inputs, outputs and weights, which is all that Caffe reads of a
 * .caffemodel; what else defines a layer is in the net's prototxt.
 */
public final class CaffeWriter {
  /** Caffe reads files up to {@code INT_MAX} bytes. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private static final int LEGACY_RANK = 4;

  private CaffeWriter() {}

  /** Bytes before an array's values, and the array. */
  private record Blob(byte[] head, WeightEntry entry) {
    long bytes() {
      return head.length + entry.count() * Float.BYTES;
    }
  }

  /**
   * Writes a .caffemodel.
   *
   * @param net name of the net; may be empty
   * @param reader asked for each array's values, in the layers' order
   * @throws WeightFileException if the file cannot be written, or would be too large for Caffe
   */
  public static void writeNet(Path path, String net, List<CaffeLayer> layers, ArrayReader reader) {
    checkSize(path, layers.stream().flatMap(layer -> layer.arrays().stream()).toList());
    AtomicFile.write(
        path,
        channel -> {
          if (!net.isEmpty()) {
            ProtoBytes.write(
                channel, ProtoBytes.of(out -> out.writeString(CaffeNetParser.NAME, net)));
          }
          for (CaffeLayer layer : layers) {
            writeLayer(channel, layer, reader);
          }
        });
  }

  /**
   * Writes a .solverstate.
   *
   * @param history the momentum, in the order of the net's weights
   * @param metadata iteration, file of weights and step under the keys of {@link CaffeMetadata}
   * @throws WeightFileException if the file cannot be written or the iteration is missing or no
   *     number
   */
  public static void writeSolverState(
      Path path, List<WeightEntry> history, ArrayReader reader, Map<String, String> metadata) {
    checkSize(path, history);
    byte[] head =
        ProtoBytes.of(out -> {
          out.writeInt32(CaffeFile.SOLVER_ITERATION, count(metadata, CaffeMetadata.ITERATION));
          String learned = metadata.get(CaffeMetadata.LEARNED_NET);
          if (learned != null) {
            out.writeString(CaffeFile.SOLVER_LEARNED_NET, learned);
          }
        });
    byte[] tail =
        ProtoBytes.of(out -> {
          if (metadata.containsKey(CaffeMetadata.CURRENT_STEP)) {
            out.writeInt32(
                CaffeFile.SOLVER_CURRENT_STEP, count(metadata, CaffeMetadata.CURRENT_STEP));
          }
        });
    AtomicFile.write(
        path,
        channel -> {
          ProtoBytes.write(channel, head);
          for (WeightEntry entry : history) {
            writeBlob(channel, CaffeFile.SOLVER_HISTORY, blob(entry, false), reader);
          }
          ProtoBytes.write(channel, tail);
        });
  }

  /**
   * Writes a .binaryproto. Up to four extents are written as num, channels, height and width, which
   * every Caffe takes for a mean.
   *
   * @throws WeightFileException if the file cannot be written
   */
  public static void writeArray(Path path, WeightEntry entry, ArrayReader reader) {
    checkSize(path, List.of(entry));
    Blob blob = blob(entry, entry.dims().size() <= LEGACY_RANK);
    AtomicFile.write(
        path,
        channel -> {
          ProtoBytes.write(channel, blob.head());
          writeValues(channel, blob, reader);
        });
  }

  private static int count(Map<String, String> metadata, String key) {
    String text = metadata.getOrDefault(key, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new WeightFileException(
          "a solver state needs '%s', a whole number, but there is '%s'; make it from a .solverstate"
              .formatted(key, text),
          e);
    }
  }

  private static void checkSize(Path path, List<WeightEntry> arrays) {
    long bytes = 0;
    for (WeightEntry entry : arrays) {
      bytes = Math.addExact(bytes, Math.multiplyExact(entry.count(), (long) Float.BYTES));
    }
    if (bytes > MAX_BYTES) {
      throw new WeightFileException(
          "%s would have %d bytes, Caffe reads no more than %d; write safetensors or npz"
              .formatted(path, bytes, MAX_BYTES));
    }
  }

  private static void writeLayer(FileChannel channel, CaffeLayer layer, ArrayReader reader)
      throws IOException {
    byte[] head =
        ProtoBytes.of(out -> {
          out.writeString(1, layer.name());
          if (!layer.type().isEmpty()) {
            out.writeString(2, layer.type());
          }
          for (String bottom : layer.bottoms()) {
            out.writeString(3, bottom);
          }
          for (String top : layer.tops()) {
            out.writeString(4, top);
          }
        });
    List<Blob> blobs = new ArrayList<>();
    long length = head.length;
    for (WeightEntry entry : layer.arrays()) {
      Blob blob = blob(entry, false);
      blobs.add(blob);
      length += ProtoBytes.tag(CaffeNetParser.BLOBS, blob.bytes()).length + blob.bytes();
    }
    ProtoBytes.write(channel, ProtoBytes.tag(CaffeNetParser.LAYER, length));
    ProtoBytes.write(channel, head);
    for (Blob blob : blobs) {
      writeBlob(channel, CaffeNetParser.BLOBS, blob, reader);
    }
  }

  private static Blob blob(WeightEntry entry, boolean legacy) {
    long bytes = entry.count() * Float.BYTES;
    byte[] head =
        ProtoBytes.of(out -> {
          writeExtents(out, entry.dims(), legacy);
          if (bytes > 0) {
            out.writeTag(CaffeBlobParser.DATA, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(Math.toIntExact(bytes));
          }
        });
    return new Blob(head, entry);
  }

  private static void writeExtents(CodedOutputStream out, List<Integer> dims, boolean legacy)
      throws IOException {
    if (legacy) {
      int ones = LEGACY_RANK - dims.size();
      for (int i = 0; i < LEGACY_RANK; i++) {
        out.writeInt32(CaffeBlobParser.NUM + i, i < ones ? 1 : dims.get(i - ones));
      }
      return;
    }
    byte[] packed =
        ProtoBytes.of(numbers -> {
          for (int dim : dims) {
            numbers.writeInt64NoTag(dim);
          }
        });
    out.writeByteArray(
        CaffeBlobParser.SHAPE,
        dims.isEmpty()
            ? packed
            : ProtoBytes.of(shape -> shape.writeByteArray(CaffeBlobParser.SHAPE_DIM, packed)));
  }

  private static void writeBlob(FileChannel channel, int field, Blob blob, ArrayReader reader)
      throws IOException {
    ProtoBytes.write(channel, ProtoBytes.tag(field, blob.bytes()));
    ProtoBytes.write(channel, blob.head());
    writeValues(channel, blob, reader);
  }

  private static void writeValues(FileChannel channel, Blob blob, ArrayReader reader)
      throws IOException {
    new FloatOutput(FloatType.FLOAT32, bytes -> Npy.writeFully(channel, bytes))
        .write(blob.entry(), reader);
  }
}
