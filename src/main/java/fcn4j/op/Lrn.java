package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Local response normalisation across channels.
 *
 * <pre>
 * s[c] = k + alpha/size * sum of x[c']^2 over |c'-c| &lt;= (size-1)/2,   y[c] = x[c] * s[c]^-beta
 * dIn[c] = dOut[c] * s[c]^-beta - 2 alpha beta / size * x[c] * sum over c' of dOut[c'] * y[c'] / s[c']
 * </pre>
 *
 * <p>(N,C,H,W) -> (N,C,H,W). Source: Caffe, LRN layer, ACROSS_CHANNELS.
 *
 * @param size channels in the window, odd
 * @param alpha scale of the squares, divided by the size
 * @param beta exponent
 * @param k constant term
 */
public record Lrn(int size, double alpha, double beta, double k) implements Op {

  /**
   * Checks the hyper-parameters.
   *
   * @throws ShapeException if the size is even or below 1, or k is not above 0
   */
  public Lrn {
    if (size < 1 || size % 2 == 0) {
      throw new ShapeException("Lrn: size must be odd and at least 1, got " + size);
    }
    if (!(k > 0)) {
      throw new ShapeException("Lrn: k must be above 0, got " + k);
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Checks.one(this, inputs);
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }
}
