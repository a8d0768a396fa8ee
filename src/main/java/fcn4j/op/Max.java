package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Max fusion: y = the largest of the inputs at each position; on a tie the first input wins and
 * alone gets the gradient.
 *
 * <p>All inputs and the output (N,C,H,W). Source: Caffe, Eltwise layer, MAX; the paper's section
 * 4.2 mentions max fusion of skips.
 */
public record Max() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Checks.same(this, inputs);
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }
}
