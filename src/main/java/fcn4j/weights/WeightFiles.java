package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Opens any file of weights: what it is, is told by its content, not by its name. */
public final class WeightFiles {
  private static final int SAFETENSORS_TABLE = 8;

  private WeightFiles() {}

  /**
   * Opens a .caffemodel, .solverstate, .binaryproto or .safetensors file; the caller closes it.
   *
   * @throws WeightFileException if it is missing, empty, damaged or none of these
   */
  public static WeightFile open(Path path) {
    byte[] start;
    try (MappedFile file = MappedFile.open(path)) {
      MemorySegment bytes = file.bytes();
      start = bytes.asSlice(0, Math.min(16, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    }
    if (start.length > SAFETENSORS_TABLE && start[SAFETENSORS_TABLE] == '{') {
      return SafetensorsFile.open(path);
    }
    return CaffeFile.open(path);
  }
}
