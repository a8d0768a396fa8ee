package fcn4j.weights;

import com.google.protobuf.WireFormat;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A file of Caffe, mapped into memory: opening notes where its arrays lie, reading copies what is
 * asked for, so that files of any size cost no heap.
 *
 * <p>A .caffemodel's arrays are named after their layers ({@link ArrayNames}); a .solverstate's are
 * {@code history/0}, {@code history/1}, …; a mean's is {@code mean}.
 */
public final class CaffeFile implements WeightFile {
  private static final String MEAN_NAME = "mean";
  static final String HISTORY = "history/";
  static final int SOLVER_ITERATION = 1;
  static final int SOLVER_LEARNED_NET = 2;
  static final int SOLVER_HISTORY = 3;
  static final int SOLVER_CURRENT_STEP = 4;

  private final MappedFile file;
  private final WeightFormat format;
  private final CaffeContent content;

  private CaffeFile(MappedFile file, WeightFormat format, CaffeContent content) {
    this.file = file;
    this.format = format;
    this.content = content;
  }

  /**
   * Opens a file; its fields tell which of the three kinds it is.
   *
   * @throws WeightFileException if the file is missing, empty, damaged, of none of these kinds, or
   *     lies about the number of values
   */
  public static CaffeFile open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      WeightFormat format = formatOf(file);
      return new CaffeFile(file, format, parse(file, format));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static CaffeContent parse(MappedFile file, WeightFormat format) {
    ProtoMessage message = ProtoMessage.ofFile(file);
    return switch (format) {
      case CAFFEMODEL -> CaffeNetParser.parse(message, file.origin());
      case SOLVERSTATE -> parseSolverState(message, file.origin());
      case BINARYPROTO -> {
        CaffeContent content = new CaffeContent(file.origin());
        CaffeBlob blob = CaffeBlobParser.parse(message, file.origin(), "its array");
        content.add(MEAN_NAME, blob.dims(), blob);
        yield content;
      }
      default -> throw new IllegalArgumentException(format + " is no format of Caffe");
    };
  }

  private static CaffeContent parseSolverState(ProtoMessage message, String origin) {
    CaffeContent content = new CaffeContent(origin);
    while (message.next()) {
      if (message.isNumber(SOLVER_ITERATION)) {
        content.metadata.put(CaffeMetadata.ITERATION, Long.toString(message.number()));
      } else if (message.isBytes(SOLVER_LEARNED_NET)) {
        content.metadata.put(CaffeMetadata.LEARNED_NET, message.text());
      } else if (message.isNumber(SOLVER_CURRENT_STEP)) {
        content.metadata.put(CaffeMetadata.CURRENT_STEP, Long.toString(message.number()));
      } else if (message.isBytes(SOLVER_HISTORY)) {
        content.countItem();
        String name = HISTORY + content.entries.size();
        CaffeBlob blob = CaffeBlobParser.parse(message.message(), origin, name);
        content.add(name, blob.dims(), blob);
      }
    }
    return content;
  }

  /**
   * Tells the kinds apart by the first field that only one of them has: the same number is a text
   * in one and a count in another.
   */
  private static WeightFormat formatOf(MappedFile file) {
    ProtoMessage message = ProtoMessage.ofFile(file);
    boolean number = false;
    while (message.next()) {
      boolean bytes = message.wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      int field = message.field();
      if (field == CaffeNetParser.LAYER || (field == CaffeNetParser.NAME && bytes)) {
        return WeightFormat.CAFFEMODEL;
      }
      boolean values = field == CaffeBlobParser.DATA && !message.isNumber(field);
      boolean legacy = (field == 2 || field == SOLVER_HISTORY) && !bytes;
      boolean wide =
          field == CaffeBlobParser.DOUBLE_DATA && message.wireType() == WireFormat.WIRETYPE_FIXED64;
      if (values || legacy || wide || (field == CaffeBlobParser.SHAPE && bytes)) {
        return WeightFormat.BINARYPROTO;
      }
      if (field == 2 || field == SOLVER_HISTORY) {
        return number ? WeightFormat.SOLVERSTATE : WeightFormat.CAFFEMODEL;
      }
      number |= message.isNumber(SOLVER_ITERATION);
    }
    throw new WeightFileException(
        file.origin()
            + " is no net, solver state or mean of Caffe (none of their fields is in it); check what it is");
  }

  @Override
  public WeightFormat format() {
    return format;
  }

  /** All layers of a net, those without weights too, in the file's order; else empty. */
  public List<CaffeLayer> layers() {
    return Collections.unmodifiableList(content.layers);
  }

  @Override
  public String origin() {
    return file.origin();
  }

  @Override
  public List<WeightEntry> entries() {
    return List.copyOf(content.entries.values());
  }

  @Override
  public Optional<WeightEntry> find(String name) {
    return Optional.ofNullable(content.entries.get(name));
  }

  /** What the file tells besides its arrays, under the keys of {@link CaffeMetadata}. */
  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(content.metadata);
  }

  @Override
  public void read(WeightEntry entry, long first, float[] target, int offset, int count) {
    CaffeBlob blob = blob(entry);
    Objects.checkFromIndexSize(first, (long) count, Dims.count(blob.dims()));
    Objects.checkFromIndexSize(offset, count, target.length);
    blob.read(file.bytes(), first, target, offset, count);
  }

  @Override
  public String storedType(WeightEntry entry) {
    return blob(entry).storedType();
  }

  private CaffeBlob blob(WeightEntry entry) {
    CaffeBlob blob = content.blobs.get(entry.name());
    if (blob == null) {
      throw new WeightFileException("%s has no array named %s".formatted(origin(), entry.name()));
    }
    return blob;
  }

  /** Unmaps the file; arrays that were read stay valid. */
  @Override
  public void close() {
    file.close();
  }
}
