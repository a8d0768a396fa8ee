package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Inverted dropout: each element is kept with probability 1 - ratio and multiplied by 1/(1-ratio),
 * else 0.
 *
 * <p>(N,C,H,W) -> (N,C,H,W). The mask follows from (seed, step, stream, element index) by {@link
 * Philox}, so that nothing is stored and every backend draws the same mask; see {@link
 * Philox#keeps}. A net for inference has no dropout nodes. Source: Caffe, Dropout layer, TRAIN.
 *
 * @param ratio probability of dropping, in [0,1)
 * @param stream number that tells the dropouts of one net apart
 */
public record Dropout(double ratio, int stream) implements Op {

  /**
   * Checks the ratio.
   *
   * @throws ShapeException if the ratio is not in [0,1)
   */
  public Dropout {
    if (!(ratio >= 0 && ratio < 1)) {
      throw new ShapeException("Dropout: ratio must be in [0,1), got " + ratio);
    }
  }

  /** The factor of kept elements: 1/(1-ratio), as float. */
  public float keepScale() {
    return (float) (1 / (1 - ratio));
  }

  /** An element is kept if its random word, read as unsigned, is at least this. */
  public int threshold() {
    return (int) (long) (ratio * 4294967296.0);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Checks.one(this, inputs);
  }

  @Override
  public boolean inPlace() {
    return true;
  }
}
