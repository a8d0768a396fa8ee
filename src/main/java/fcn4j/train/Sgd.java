package fcn4j.train;

import fcn4j.graph.Parameters;

/**
 * Stochastic gradient descent with momentum, exactly as Caffe's solver does it: the rate is inside
 * the history.
 *
 * <pre>
 * g = clip * (sum of iterSize gradients) / iterSize + weightDecay * decayMultiplier * w
 * v = momentum * v + rate(iteration) * rateMultiplier * g
 * w = w - v
 * </pre>
 *
 * <p>Other frameworks keep the rate outside ({@code v = momentum*v + g; w -= rate*v}); the two
 * agree as long as the rate does not change. Source: Caffe, SGDSolver.
 *
 * @param rate learning rate an iteration
 * @param momentum factor of the history, at least 0 and below 1
 * @param weightDecay L2 factor
 * @param iterSize passes whose gradients make one update
 * @param clipNorm largest allowed euclidean norm of all summed gradients, or 0 for none
 */
public record Sgd(
    LearningRate rate, double momentum, double weightDecay, int iterSize, double clipNorm) {

  /**
   * Checks the settings.
   *
   * @throws TrainException if one is out of range
   */
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new TrainException(
          "momentum must be at least 0 and below 1, got %s".formatted(momentum));
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new TrainException("weight decay must be at least 0, got %s".formatted(weightDecay));
    }
    if (iterSize < 1) {
      throw new TrainException(
          "an update needs the gradients of at least 1 pass, got %d".formatted(iterSize));
    }
    if (!(clipNorm >= 0) || Double.isInfinite(clipNorm)) {
      throw new TrainException(
          "the largest norm of the gradients must be above 0, or 0 for no limit, got %s"
              .formatted(clipNorm));
    }
  }

  /** A fixed rate, one pass an update, no clipping. */
  public static Sgd fixed(double rate, double momentum, double weightDecay) {
    return new Sgd(new LearningRate.Fixed(rate), momentum, weightDecay, 1, 0);
  }

  /** The same with another rate. */
  public Sgd withRate(LearningRate other) {
    return new Sgd(other, momentum, weightDecay, iterSize, clipNorm);
  }

  /** The same with another momentum. */
  public Sgd withMomentum(double other) {
    return new Sgd(rate, other, weightDecay, iterSize, clipNorm);
  }

  /** The same with another weight decay. */
  public Sgd withWeightDecay(double other) {
    return new Sgd(rate, momentum, other, iterSize, clipNorm);
  }

  /** The same with another number of passes an update. */
  public Sgd withIterSize(int other) {
    return new Sgd(rate, momentum, weightDecay, other, clipNorm);
  }

  /** The same with another limit of the gradients' norm. */
  public Sgd withClipNorm(double other) {
    return new Sgd(rate, momentum, weightDecay, iterSize, other);
  }

  /**
   * Updates all trained parameters from their accumulated gradients; enqueues.
   *
   * @param iteration updates made before, from 0 on: it chooses the rate
   */
  public void update(Parameters parameters, long iteration) {
    parameters.update(rate.rate(iteration), momentum, weightDecay, iterSize, clipNorm);
  }
}
