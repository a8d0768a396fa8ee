package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A safetensors file, mapped into memory: opening reads its table alone, reading copies what is
 * asked for, so files of many gigabytes cost no heap.
 *
 * <p>F32, F16, BF16 and F64 arrays are read as floats; arrays of other types are listed and refused
 * when read.
 */
public final class SafetensorsFile implements WeightFile {
  private static final int LENGTH_BYTES = 8;
  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final long UNLOADED_BYTES = 1 << 20;

  private final MappedFile file;
  private final SafetensorsHeader header;
  private final List<WeightEntry> entries;
  private final MemorySegment data;

  private SafetensorsFile(MappedFile file, SafetensorsHeader header, MemorySegment data) {
    this.file = file;
    this.header = header;
    this.entries = header.slots().values().stream().map(SafetensorsHeader.Slot::entry).toList();
    this.data = data;
  }

  /**
   * Opens a file and checks its table against its length.
   *
   * @throws WeightFileException if the file is missing, empty, damaged, or no safetensors file
   */
  public static SafetensorsFile open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      return parse(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static SafetensorsFile parse(MappedFile mapped) {
    String origin = mapped.origin();
    MemorySegment file = mapped.bytes();
    if (file.byteSize() < LENGTH_BYTES) {
      throw SafetensorsHeader.damaged(origin, "it has %d bytes".formatted(file.byteSize()));
    }
    long length = file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    long rest = file.byteSize() - LENGTH_BYTES;
    if (length < 2 || length > Math.min(rest, MAX_HEADER_BYTES)) {
      throw SafetensorsHeader.damaged(
          origin, "its table claims %s bytes of %d".formatted(Long.toUnsignedString(length), rest));
    }
    byte[] json = file.asSlice(LENGTH_BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    if (json[0] != '{') {
      throw new WeightFileException(
          origin + " is not a safetensors file (no table at its start); check what it is");
    }
    SafetensorsHeader header = SafetensorsHeader.parse(json, rest - length, origin);
    return new SafetensorsFile(mapped, header, file.asSlice(LENGTH_BYTES + length));
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.SAFETENSORS;
  }

  @Override
  public String storedType(WeightEntry entry) {
    return slot(entry).type().plainName();
  }

  @Override
  public boolean isReadable(WeightEntry entry) {
    return switch (slot(entry).type()) {
      case F32, F16, BF16, F64 -> true;
      default -> false;
    };
  }

  private SafetensorsHeader.Slot slot(WeightEntry entry) {
    SafetensorsHeader.Slot slot = header.slots().get(entry.name());
    if (slot == null) {
      throw new WeightFileException("%s has no array named %s".formatted(origin(), entry.name()));
    }
    return slot;
  }

  @Override
  public String origin() {
    return file.origin();
  }

  @Override
  public List<WeightEntry> entries() {
    return entries;
  }

  @Override
  public Optional<WeightEntry> find(String name) {
    return Optional.ofNullable(header.slots().get(name)).map(SafetensorsHeader.Slot::entry);
  }

  @Override
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public void read(WeightEntry entry, long first, float[] target, int offset, int count) {
    SafetensorsHeader.Slot slot = slot(entry);
    Objects.checkFromIndexSize(first, (long) count, slot.entry().count());
    Objects.checkFromIndexSize(offset, count, target.length);
    MemorySegment values =
        data.asSlice(slot.begin() + first * slot.type().bytes, (long) count * slot.type().bytes);
    switch (slot.type()) {
      case F32 ->
          MemorySegment.copy(
              values,
              ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
              0,
              target,
              offset,
              count);
      case F16, BF16 -> readHalves(slot.type(), values, target, offset, count);
      case F64 -> readDoubles(values, target, offset, count);
      default ->
          throw new WeightFileException(
              "%s: array '%s' is of type %s; only F32, F16, BF16 and F64 can be read as weights"
                  .formatted(origin(), entry.name(), slot.type()));
    }
    if (values.byteSize() >= UNLOADED_BYTES) {
      // Pages of the file that were read would count as ours beside the copy.
      values.unload();
    }
  }

  /**
   * Reads a whole array to where it is used; every value must be finite.
   *
   * @param target as many float32 as the array has, in this machine's order, outside the heap, open
   *     to every thread
   * @throws WeightFileException if there is no such array, its values can't be turned into floats,
   *     or one is not finite, where the target has been overwritten in part
   * @throws IllegalArgumentException if the target has another length
   */
  public void readFinite(WeightEntry entry, MemorySegment target) {
    SafetensorsHeader.Slot slot = slot(entry);
    long bytes = slot.entry().count() * Float.BYTES;
    if (target.byteSize() != bytes) {
      throw new IllegalArgumentException(
          "%s takes %d bytes, the target has %d".formatted(entry, bytes, target.byteSize()));
    }
    if (slot.type() == SafetensorsType.F32 && StoredFloats.asInMemory()) {
      long position = file.bytes().byteSize() - data.byteSize() + slot.begin();
      new StoredFloats(origin(), entry, file.channel(), position).readFinite(target);
    } else {
      forEachPiece(
          entry,
          FiniteValues.checked(
              origin(),
              entry,
              (first, values, count) ->
                  MemorySegment.copy(
                      values, 0, target, ValueLayout.JAVA_FLOAT, first * Float.BYTES, count)));
    }
  }

  private static void readHalves(
      SafetensorsType type, MemorySegment values, float[] target, int offset, int count) {
    var layout = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    boolean brain = type == SafetensorsType.BF16;
    for (int i = 0; i < count; i++) {
      short bits = values.get(layout, 2L * i);
      target[offset + i] = brain ? Float.intBitsToFloat(bits << 16) : Float.float16ToFloat(bits);
    }
  }

  private static void readDoubles(MemorySegment values, float[] target, int offset, int count) {
    var layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      target[offset + i] = (float) values.get(layout, 8L * i);
    }
  }

  /** Unmaps the file; arrays that were read stay valid. */
  @Override
  public void close() {
    file.close();
  }
}
