package fcn4j.testing;

import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Reads activations that Caffe's MATLAB interface stored: arrays of (W,H,C,N).
 *
 * <p>MATLAB's first index runs fastest, so the values lie in the order of (N,C,H,W).
 */
public final class MatlabArray {
  private MatlabArray() {}

  /** The only array of a file, as (N,C,H,W). */
  public static HostTensor read(Path file) {
    try (Mat5File content = Mat5.readFromFile(file.toFile())) {
      for (MatFile.Entry entry : content.getEntries()) {
        if (entry.getValue() instanceof Matrix matrix) {
          return tensor(matrix);
        }
      }
      throw new AssertionError(file + " has no array");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostTensor tensor(Matrix matrix) {
    int[] dims = matrix.getDimensions();
    HostTensor tensor =
        HostTensor.zeros(new Shape(at(dims, 3), at(dims, 2), at(dims, 1), at(dims, 0)));
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = matrix.getFloat(i);
    }
    return tensor;
  }

  private static int at(int[] dims, int index) {
    return index < dims.length ? dims[index] : 1;
  }
}
