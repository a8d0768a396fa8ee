package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An .npy file, mapped into memory, as a file of one array that is named {@code array}. */
final class NpyFile implements WeightFile {
  private static final String NAME = "array";

  private final MappedFile file;
  private final NpyHeader header;
  private final WeightEntry entry;
  private final long count;

  private NpyFile(MappedFile file, NpyHeader header, WeightEntry entry, long count) {
    this.file = file;
    this.header = header;
    this.entry = entry;
    this.count = count;
  }

  /**
   * Opens a file and checks its header against its length.
   *
   * @throws WeightFileException as {@link Npy#read(Path)} says
   */
  static NpyFile open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      NpyHeader header = NpyHeader.parse(file.bytes(), file.origin());
      long dataBytes = file.bytes().byteSize() - header.dataStart();
      long count = header.checkedCount(dataBytes, file.origin());
      return new NpyFile(file, header, new WeightEntry(NAME, header.dims()), count);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.NPY;
  }

  @Override
  public String origin() {
    return file.origin();
  }

  @Override
  public List<WeightEntry> entries() {
    return List.of(entry);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String storedType(WeightEntry wanted) {
    checkName(wanted);
    return header.type().plainName();
  }

  @Override
  public void read(WeightEntry wanted, long first, float[] target, int offset, int values) {
    checkName(wanted);
    Objects.checkFromIndexSize(first, (long) values, count);
    Objects.checkFromIndexSize(offset, values, target.length);
    int bytes = header.type().bytes;
    MemorySegment data =
        file.bytes().asSlice(header.dataStart() + first * bytes, (long) values * bytes);
    header.type().copyFloats(data, header.order(), target, offset, values);
  }

  private void checkName(WeightEntry wanted) {
    if (!wanted.name().equals(NAME)) {
      throw new WeightFileException("%s has no array named %s".formatted(origin(), wanted.name()));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
