package fcn4j.weights;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of files that hold weights, or arrays that belong to them. */
public enum WeightFormat {
  /** Layers and weights of Caffe. */
  CAFFEMODEL("net of Caffe"),
  /** Iteration and momentum of Caffe's solver. */
  SOLVERSTATE("solver state of Caffe"),
  /** A single array of Caffe, mostly a mean. */
  BINARYPROTO("array of Caffe"),
  /** A single array of numpy. */
  NPY("array of numpy"),
  /** Named arrays of numpy. */
  NPZ("arrays of numpy"),
  /** Named arrays with a table in front; the form of this project's checkpoints. */
  SAFETENSORS("safetensors");

  private final String description;

  WeightFormat(String description) {
    this.description = description;
  }

  /** For people. */
  public String description() {
    return description;
  }

  /** The end of such files' names, such as {@code .npz}. */
  public String suffix() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** All of them, for messages. */
  public static String suffixes() {
    return Arrays.stream(values()).map(WeightFormat::suffix).collect(Collectors.joining(", "));
  }

  /** The format that a file's name asks for. */
  public static Optional<WeightFormat> ofName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> name.endsWith(format.suffix())).findFirst();
  }
}
