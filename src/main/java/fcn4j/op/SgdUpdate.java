package fcn4j.op;

import java.util.List;

/**
 * One step of stochastic gradient descent over the whole parameter block, exactly as Caffe's solver
 * does it:
 *
 * <pre>
 * g = clip * gradient / iterSize + weightDecay * decayMultiplier * w
 * v = momentum * v + rate * rateMultiplier * g
 * w = w - v
 * </pre>
 *
 * with clip = 1, or clipNorm / norm if clipNorm &gt; 0 and the euclidean norm of all gradients
 * (before the division by iterSize) is larger. A segment whose rate multiplier is 0 has no
 * gradient: none is read, nor counted in the norm. Source: Caffe, SGDSolver.
 *
 * @param values the parameters
 * @param gradients their gradients, same layout
 * @param momentumBuffer v, same layout
 * @param segments ranges with their multipliers; what lies in none is not touched
 * @param rate learning rate of this step
 * @param momentum factor of the history
 * @param weightDecay L2 factor
 * @param iterSize passes whose gradients were accumulated
 * @param clipNorm largest allowed norm, or 0 for none
 */
public record SgdUpdate(
    View values,
    View gradients,
    View momentumBuffer,
    List<Segment> segments,
    double rate,
    double momentum,
    double weightDecay,
    int iterSize,
    double clipNorm) {

  /**
   * A range of the block.
   *
   * @param first first element
   * @param count elements
   * @param rateMultiplier factor of the rate
   * @param decayMultiplier factor of the weight decay
   */
  public record Segment(long first, long count, float rateMultiplier, float decayMultiplier) {}
}
