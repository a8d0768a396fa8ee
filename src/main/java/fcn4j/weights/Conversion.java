package fcn4j.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Arrays of a file on their way into a file of another format. Values pass through a small buffer;
 * in the same type they come out with the same bits.
 *
 * @param source open, borrowed
 * @param arrays those to write, in order
 * @param metadata what is told besides; only safetensors carries all of it
 */
public record Conversion(
    WeightFile source, List<WeightEntry> arrays, Map<String, String> metadata) {
  /** Copies the collections. */
  public Conversion {
    arrays = List.copyOf(arrays);
    metadata = Map.copyOf(metadata);
  }

  /** Everything that a file has. */
  public static Conversion of(WeightFile source) {
    return new Conversion(source, source.entries(), source.metadata());
  }

  /**
   * Writes the target, atomically.
   *
   * @throws WeightFileException if the format cannot hold these arrays or this type, a value is
   *     beyond the type, or the file cannot be written
   */
  public void write(Path target, WeightFormat format, FloatType type) {
    boolean caffe =
        switch (format) {
          case CAFFEMODEL, SOLVERSTATE, BINARYPROTO -> true;
          default -> false;
        };
    if (caffe && type != FloatType.FLOAT32) {
      throw new WeightFileException(
          "%s: Caffe's files hold float32; write safetensors for %s".formatted(target, type));
    }
    switch (format) {
      case CAFFEMODEL -> writeNet(target);
      case SOLVERSTATE -> writeSolverState(target);
      case BINARYPROTO -> CaffeWriter.writeArray(target, single(target), source);
      case NPY -> Npy.write(target, single(target), source, type);
      case NPZ -> NpzWriter.write(target, arrays, source, type);
      case SAFETENSORS -> SafetensorsWriter.write(target, arrays, source, metadata, type);
    }
  }

  private WeightEntry single(Path target) {
    if (arrays.size() != 1) {
      throw new WeightFileException(
          "%s has %d arrays, %s can hold one; choose it by name, or write .npz or .safetensors"
              .formatted(source.origin(), arrays.size(), target));
    }
    return arrays.getFirst();
  }

  private void writeNet(Path target) {
    if (source.format() == WeightFormat.SOLVERSTATE) {
      throw new WeightFileException(
          source.origin()
              + " holds momentum, not weights; write .solverstate, .npz or .safetensors");
    }
    List<CaffeLayer> layers =
        source instanceof CaffeFile file
                && arrays.equals(file.entries())
                && !file.layers().isEmpty()
            ? file.layers()
            : CaffeLayers.of(source.origin(), arrays, metadata);
    CaffeWriter.writeNet(target, metadata.getOrDefault(CaffeMetadata.NET, ""), layers, source);
  }

  private void writeSolverState(Path target) {
    for (int i = 0; i < arrays.size(); i++) {
      if (!arrays.get(i).name().equals(CaffeFile.HISTORY + i)) {
        throw new WeightFileException(
            "%s has '%s' where a solver state has '%s%d'; make it from a .solverstate"
                .formatted(source.origin(), arrays.get(i).name(), CaffeFile.HISTORY, i));
      }
    }
    CaffeWriter.writeSolverState(target, arrays, source, metadata);
  }
}
