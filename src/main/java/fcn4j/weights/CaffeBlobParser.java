package fcn4j.weights;

import com.google.protobuf.WireFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds extents and values of a {@code BlobProto}.
 *
 * <p>Source: Caffe's {@code caffe.proto} and {@code Blob::FromProto}: any of num, channels, height
 * and width makes it an array of four extents; double_data goes before data; diff is passed over.
 */
final class CaffeBlobParser {
  static final int NUM = 1;
  static final int WIDTH = 4;
  static final int DATA = 5;
  static final int SHAPE = 7;
  static final int SHAPE_DIM = 1;
  static final int DOUBLE_DATA = 8;

  private static final int MAX_RANK = 32;
  private static final int MAX_RUNS = 4096;

  private final String origin;
  private final String what;
  private final long[] legacy = new long[4];
  private boolean isLegacy;
  private final List<Long> shape = new ArrayList<>();
  private final List<CaffeBlob.Run> floats = new ArrayList<>();
  private final List<CaffeBlob.Run> doubles = new ArrayList<>();

  private CaffeBlobParser(String origin, String what) {
    this.origin = origin;
    this.what = what;
  }

  /**
   * Reads all but the values.
   *
   * @param what the blob's place, for messages
   * @throws WeightFileException if extents are impossible or do not give the number of values
   */
  static CaffeBlob parse(ProtoMessage blob, String origin, String what) {
    CaffeBlobParser parser = new CaffeBlobParser(origin, what);
    while (blob.next()) {
      parser.field(blob);
    }
    return parser.blob();
  }

  private void field(ProtoMessage blob) {
    int field = blob.field();
    if (field >= NUM && field <= WIDTH && blob.isNumber(field)) {
      isLegacy = true;
      legacy[field - NUM] = blob.number();
    } else if (blob.isBytes(SHAPE)) {
      readShape(blob.message());
    } else if (field == DATA) {
      addRun(blob, floats, Float.BYTES, WireFormat.WIRETYPE_FIXED32);
    } else if (field == DOUBLE_DATA) {
      addRun(blob, doubles, Double.BYTES, WireFormat.WIRETYPE_FIXED64);
    }
  }

  private void readShape(ProtoMessage message) {
    while (message.next()) {
      if (message.isBytes(SHAPE_DIM)) {
        shape.addAll(message.packedNumbers(MAX_RANK));
      } else if (message.isNumber(SHAPE_DIM)) {
        shape.add(message.number());
      }
      if (shape.size() > MAX_RANK) {
        throw wrong("has more than %d extents".formatted(MAX_RANK));
      }
    }
  }

  private void addRun(ProtoMessage blob, List<CaffeBlob.Run> runs, int bytes, int single) {
    boolean isDouble = bytes == Double.BYTES;
    if (blob.isBytes(blob.field())) {
      if (blob.length() % bytes != 0) {
        throw wrong("takes %d bytes, no multiple of %d".formatted(blob.length(), bytes));
      }
      if (blob.length() > 0) {
        add(runs, new CaffeBlob.Run(blob.begin(), bytes, isDouble, blob.length() / bytes));
      }
    } else if (blob.wireType() == single) {
      addSingle(runs, blob.begin(), bytes, isDouble);
    } else {
      throw wrong("has values of another kind than the format says");
    }
  }

  /** One value with its own tag: most writers of that form put them one behind the other. */
  private void addSingle(List<CaffeBlob.Run> runs, long begin, int bytes, boolean isDouble) {
    int stride = bytes + 1;
    CaffeBlob.Run last = runs.isEmpty() ? null : runs.getLast();
    if (last != null
        && last.strideBytes() == stride
        && begin == last.begin() + last.count() * stride) {
      runs.removeLast();
      runs.add(new CaffeBlob.Run(last.begin(), stride, isDouble, last.count() + 1));
    } else {
      add(runs, new CaffeBlob.Run(begin, stride, isDouble, 1));
    }
  }

  private void add(List<CaffeBlob.Run> runs, CaffeBlob.Run run) {
    if (runs.size() == MAX_RUNS) {
      throw wrong("has its values in more than %d pieces".formatted(MAX_RUNS));
    }
    runs.add(run);
  }

  private CaffeBlob blob() {
    List<CaffeBlob.Run> runs = doubles.isEmpty() ? floats : doubles;
    List<Long> extents = isLegacy ? List.of(legacy[0], legacy[1], legacy[2], legacy[3]) : shape;
    List<Integer> dims = new ArrayList<>();
    for (long extent : extents) {
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw wrong("has the impossible extents " + extents);
      }
      dims.add((int) extent);
    }
    long stored = runs.stream().mapToLong(CaffeBlob.Run::count).sum();
    long wanted;
    try {
      wanted = Dims.count(dims);
    } catch (IllegalArgumentException e) {
      throw wrong("has the impossible extents " + extents);
    }
    if (wanted != stored) {
      throw wrong("has extents %s, but %d values".formatted(extents, stored));
    }
    return new CaffeBlob(List.copyOf(dims), isLegacy, List.copyOf(runs));
  }

  private WeightFileException wrong(String fault) {
    return new WeightFileException(
        "%s is damaged: %s %s; write or download it again".formatted(origin, what, fault));
  }
}
