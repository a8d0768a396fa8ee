package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Rectification: y = max(x, 0); dIn = dOut where y &gt; 0, else 0.
 *
 * <p>(N,C,H,W) -> (N,C,H,W). Source: Caffe, ReLU layer.
 */
public record Relu() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Checks.one(this, inputs);
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public boolean inPlace() {
    return true;
  }
}
