package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Weighted sum: y = sum over i of coefficient[i] * x_i.
 *
 * <p>All inputs and the output (N,C,H,W). Source: Caffe, Eltwise layer, SUM.
 *
 * @param coefficients one an input, or empty for all ones
 */
public record Sum(List<Float> coefficients) implements Op {

  /** Copies the coefficients. */
  public Sum {
    coefficients = List.copyOf(coefficients);
  }

  /** A sum with all coefficients 1. */
  public static Sum plain() {
    return new Sum(List.of());
  }

  /** The coefficient of an input. */
  public float coefficient(int input) {
    return coefficients.isEmpty() ? 1 : coefficients.get(input);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    if (!coefficients.isEmpty() && coefficients.size() != inputs.size()) {
      throw new ShapeException(
          "Sum: %d coefficients for %d inputs".formatted(coefficients.size(), inputs.size()));
    }
    return Checks.same(this, inputs);
  }
}
