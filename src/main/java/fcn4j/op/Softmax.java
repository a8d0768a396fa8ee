package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Softmax over channels at every pixel: y[c] = exp(x[c] - max) / sum of exp(x[c'] - max); dIn = y *
 * (dOut - sum of dOut * y).
 *
 * <p>(N,C,H,W) -> (N,C,H,W). Source: Caffe, Softmax layer, axis 1.
 */
public record Softmax() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Checks.one(this, inputs);
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }
}
