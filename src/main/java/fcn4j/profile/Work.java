package fcn4j.profile;

import fcn4j.op.Crop;
import fcn4j.op.Frame;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Op;
import fcn4j.op.ParameterSpec;
import fcn4j.op.SkipSum;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * What an operation's definition needs, however it is computed: products, and the fewest bytes,
 * with each tensor read or written once and four bytes a float. A faster algorithm (Winograd's) may
 * so do more than a device's ceiling; a backend in double precision moves twice the bytes.
 *
 * @param multiplyAdds products, each with its addition
 * @param bytes read and written
 */
public record Work(long multiplyAdds, long bytes) {
  /** Nothing. */
  public static final Work NONE = new Work(0, 0);

  /** A multiply-add is a product and a sum. */
  private static final double FLOP_OF_A_MULTIPLY_ADD = 2;

  /** Of an update: by the decay, the rate and the momentum. */
  private static final int MULTIPLY_ADDS_OF_AN_UPDATE = 3;

  /** Of an update: value, gradient and momentum read, value and momentum written. */
  private static final int FLOATS_OF_AN_UPDATE = 5;

  /** A forward pass: inputs and parameters are read, the output is written. */
  public static Work forward(Op op, List<Shape> inputs) {
    Shape output = op.output(inputs);
    return new Work(
        op.multiplyAdds(inputs),
        inputBytes(op, inputs, output) + parameterBytes(op) + bytes(op.outputType(), output));
  }

  private static long inputBytes(Op op, List<Shape> inputs, Shape output) {
    if (op instanceof Crop || op instanceof Frame) {
      // Each value of the output is one of an input; what lies outside is not touched.
      return bytes(op.inputType(0), output);
    }
    long sum = 0;
    for (int i = 0; i < inputs.size(); i++) {
      boolean cropped = op instanceof SkipSum && i == 1;
      Shape read = cropped ? output : inputs.get(i);
      sum += op.readsValues(i) ? bytes(op.inputType(i), read) : 0;
    }
    return sum;
  }

  private static long parameterBytes(Op op) {
    return Float.BYTES * op.parameters().stream().mapToLong(ParameterSpec::count).sum();
  }

  private static long parameterBytes(Op op, int index) {
    return Float.BYTES * op.parameters().get(index).count();
  }

  private static long bytes(ElementType type, Shape shape) {
    return shape.count()
        * switch (type) {
          case FLOAT32 -> Float.BYTES;
          case INT32 -> Integer.BYTES;
          case UINT8 -> 1;
        };
  }

  /**
   * A backward pass: the gradients of a layer with weights take as many products each as the
   * forward pass. The first parameter is the weights; a bias's gradient is a sum.
   *
   * <p>The output's gradient is read, and what the operation says that it reads: values of inputs
   * where they are needed for the weights' gradient, weights where they are needed for the input's.
   * What an operation keeps for itself (winners of a pooling) is not counted.
   *
   * @param wanted the gradients that are computed; those that are accumulated are read as well
   */
  public static Work backward(Op op, List<Shape> inputs, GradModes wanted) {
    if (!wanted.any()) {
      return NONE;
    }
    boolean inputWanted = computed(wanted.inputs(), 0);
    boolean weightsWanted = computed(wanted.parameters(), 0);
    int products = (inputWanted ? 1 : 0) + (weightsWanted ? 1 : 0);
    Shape output = op.output(inputs);
    long bytes = op.isLoss() ? 0 : bytes(ElementType.FLOAT32, output);
    bytes += op.backwardReadsOutput() ? bytes(op.outputType(), output) : 0;
    bytes += inputWanted && !op.parameters().isEmpty() ? parameterBytes(op, 0) : 0;
    boolean valuesForWeights = !op.parameters().isEmpty() && !op.isLoss();
    for (int i = 0; i < inputs.size(); i++) {
      boolean needed = weightsWanted || !valuesForWeights;
      bytes +=
          needed && op.backwardReadsInput(i) && op.readsValues(i)
              ? bytes(op.inputType(i), inputs.get(i))
              : 0;
      bytes += times(wanted.inputs().get(i)) * bytes(ElementType.FLOAT32, inputs.get(i));
    }
    for (int i = 0; i < op.parameters().size(); i++) {
      bytes += times(wanted.parameters().get(i)) * parameterBytes(op, i);
    }
    return new Work(products * op.multiplyAdds(inputs), bytes);
  }

  private static boolean computed(List<GradMode> modes, int index) {
    return modes.size() > index && modes.get(index) != GradMode.IGNORE;
  }

  /** How often a gradient passes through memory. */
  private static long times(GradMode mode) {
    return switch (mode) {
      case IGNORE -> 0;
      case OVERWRITE -> 1;
      case ACCUMULATE -> 2;
    };
  }

  /** An update by gradient descent with momentum and decay of so many parameters. */
  public static Work update(long parameters) {
    return new Work(
        MULTIPLY_ADDS_OF_AN_UPDATE * parameters,
        (long) FLOATS_OF_AN_UPDATE * Float.BYTES * parameters);
  }

  /** Both. */
  public Work plus(Work other) {
    return new Work(multiplyAdds + other.multiplyAdds, bytes + other.bytes);
  }

  /** 1e12 floating-point operations a second. */
  public double teraflops(double millis) {
    return FLOP_OF_A_MULTIPLY_ADD * multiplyAdds / (millis * 1e9);
  }

  /** 1e9 bytes a second. */
  public double gigabytesPerSecond(double millis) {
    return bytes / (millis * 1e6);
  }

  /** Milliseconds that the products take at a ceiling. */
  public double computeMillis(Ceiling ceiling) {
    return FLOP_OF_A_MULTIPLY_ADD * multiplyAdds / (ceiling.teraflops() * 1e9);
  }

  /** Milliseconds that the bytes take at a ceiling. */
  public double memoryMillis(Ceiling ceiling) {
    return bytes / (ceiling.gigabytesPerSecond() * 1e6);
  }

  /** Whether the products bound the time, not the bytes. */
  public boolean isComputeBound(Ceiling ceiling) {
    return computeMillis(ceiling) >= memoryMillis(ceiling);
  }

  /** Milliseconds at a ceiling, where products and bytes go on side by side. */
  public double idealMillis(Ceiling ceiling) {
    return Math.max(computeMillis(ceiling), memoryMillis(ceiling));
  }

  /** Per cent of what the device can do: 100 * idealMillis / millis. */
  public double percentOf(Ceiling ceiling, double millis) {
    return 100 * idealMillis(ceiling) / millis;
  }
}
