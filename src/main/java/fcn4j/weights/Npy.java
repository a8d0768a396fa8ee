package fcn4j.weights;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes numpy's .npy files (versions 1 to 3, C order).
 *
 * <p>Reads float16/32/64, int16/32/64, uint8 and bool of either byte order; writes float32,
 * float64, int64 and uint8. Nothing is allocated before the file's length has confirmed what its
 * header claims.
 */
public final class Npy {
  private static final int CHUNK_BYTES = 1 << 20;

  private Npy() {}

  /**
   * Reads a whole file.
   *
   * @throws WeightFileException if the file is missing, is not an .npy file, is damaged, in Fortran
   *     order, or of another element type
   */
  public static NpyArray read(Path path) {
    try (MappedFile file = MappedFile.open(path)) {
      return decode(file.bytes(), file.origin());
    }
  }

  /**
   * Reads a whole stream, such as a packaged resource; the caller closes it.
   *
   * @param origin what to call it in messages
   * @throws WeightFileException as for a file
   */
  public static NpyArray read(InputStream stream, String origin) {
    try {
      return decode(MemorySegment.ofArray(stream.readAllBytes()), origin);
    } catch (IOException e) {
      throw new WeightFileException(
          "cannot read %s: %s".formatted(origin, AtomicFile.reason(e)), e);
    }
  }

  /**
   * Writes a file atomically: the target is whole or unchanged.
   *
   * @throws WeightFileException if the file cannot be written
   */
  public static void write(Path path, NpyArray array) {
    switch (array) {
      case NpyArray.Floats a ->
          write(path, NpyType.F4, a.dims(), MemorySegment.ofArray(a.values()));
      case NpyArray.Doubles a ->
          write(path, NpyType.F8, a.dims(), MemorySegment.ofArray(a.values()));
      case NpyArray.Longs a -> write(path, NpyType.I8, a.dims(), MemorySegment.ofArray(a.values()));
      case NpyArray.Bytes a -> write(path, NpyType.U1, a.dims(), MemorySegment.ofArray(a.values()));
    }
  }

  /**
   * Writes an array that passes through a small buffer, atomically.
   *
   * @throws WeightFileException if the file cannot be written, a value is beyond the type, or numpy
   *     does not have the type
   */
  public static void write(Path path, WeightEntry entry, ArrayReader reader, FloatType type) {
    byte[] header = NpyHeader.encode(NpyType.of(type), entry.dims());
    AtomicFile.write(
        path,
        channel -> {
          writeFully(channel, ByteBuffer.wrap(header));
          new FloatOutput(type, bytes -> writeFully(channel, bytes)).write(entry, reader);
        });
  }

  private static NpyArray decode(MemorySegment file, String origin) {
    NpyHeader header = NpyHeader.parse(file, origin);
    long count = header.checkedCount(file.byteSize() - header.dataStart(), origin);
    if (count > Integer.MAX_VALUE - 8) {
      throw new WeightFileException(
          "%s holds %d values, more than one Java array; split it".formatted(origin, count));
    }
    return header
        .type()
        .decode(header.dims(), file.asSlice(header.dataStart()), header.order(), (int) count);
  }

  private static void write(Path path, NpyType type, List<Integer> dims, MemorySegment values) {
    AtomicFile.write(
        path,
        channel -> {
          writeFully(channel, ByteBuffer.wrap(NpyHeader.encode(type, dims)));
          writeLittleEndian(channel, values, type.bytes);
        });
  }

  /** Writes the values of a heap array in little-endian order, by way of a small native buffer. */
  static void writeLittleEndian(FileChannel channel, MemorySegment values, int elementBytes)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    MemorySegment chunk = MemorySegment.ofBuffer(buffer);
    for (long at = 0; at < values.byteSize(); at += CHUNK_BYTES) {
      long length = Math.min(CHUNK_BYTES, values.byteSize() - at);
      copyLittleEndian(values.asSlice(at, length), chunk, elementBytes);
      writeFully(channel, buffer.clear().limit((int) length));
    }
  }

  private static void copyLittleEndian(
      MemorySegment source, MemorySegment target, int elementBytes) {
    long count = source.byteSize() / elementBytes;
    switch (elementBytes) {
      case 1 -> MemorySegment.copy(source, 0, target, 0, count);
      case 4 ->
          MemorySegment.copy(
              source,
              ValueLayout.JAVA_INT_UNALIGNED,
              0,
              target,
              ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
              0,
              count);
      case 8 ->
          MemorySegment.copy(
              source,
              ValueLayout.JAVA_LONG_UNALIGNED,
              0,
              target,
              ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
              0,
              count);
      default -> throw new IllegalArgumentException("elements of " + elementBytes + " bytes");
    }
  }

  static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
