package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Opens any file of weights: what it is, is told by its content, not by its name. */
public final class WeightFiles {
  private static final int SAFETENSORS_TABLE = 8;

  /** A kind of file that its first bytes tell. */
  private record Known(byte[] magic, Function<Path, WeightFile> opener) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(bytes(0x93, 'N', 'U', 'M', 'P', 'Y'), NpyFile::open),
          new Known(bytes('P', 'K', 3, 4), NpzFile::open),
          new Known(bytes('P', 'K', 5, 6), NpzFile::open),
          new Known(
              bytes(0x89, 'H', 'D', 'F'),
              refuse("an HDF5 file; save it as .caffemodel with Caffe, or as .npz with h5py")),
          new Known(
              bytes(0x80, 2), refuse("a pickle of Python; save its arrays with numpy.savez")));

  private WeightFiles() {}

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static boolean startsWith(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }

  private static Function<Path, WeightFile> refuse(String what) {
    return path -> {
      throw new WeightFileException(path + " is " + what);
    };
  }

  /**
   * Opens a .caffemodel, .solverstate, .binaryproto, .safetensors, .npz or .npy file; the caller
   * closes it.
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
    for (Known known : KNOWN) {
      if (startsWith(start, known.magic())) {
        return known.opener().apply(path);
      }
    }
    return CaffeFile.open(path);
  }
}
