package fcn4j.train;

import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import java.util.List;

/**
 * How the loss is formed.
 *
 * @param normalisation what the sum over pixels is divided by
 * @param keepProbability share of the pixels that count, drawn anew every pass; 1 for all
 * @param classWeights a factor a class, or empty for ones
 */
public record LossOptions(
    LossNormalisation normalisation, double keepProbability, List<Float> classWeights) {

  /**
   * Copies the weights and checks the settings.
   *
   * @throws TrainException if the probability is not above 0 and at most 1, or a weight is negative
   */
  public LossOptions {
    classWeights = List.copyOf(classWeights);
    if (!(keepProbability > 0 && keepProbability <= 1)) {
      throw new TrainException(
          "the probability that a pixel counts in the loss must be above 0 and at most 1, got %s"
              .formatted(keepProbability));
    }
    for (float weight : classWeights) {
      if (!(weight >= 0) || Float.isInfinite(weight)) {
        throw new TrainException(
            "class weights must be numbers of at least 0, got %s".formatted(classWeights));
      }
    }
  }

  /** Every pixel and class counts alike. */
  public static LossOptions plain(LossNormalisation normalisation) {
    return new LossOptions(normalisation, 1, List.of());
  }

  /** Whether the net needs an input that says which pixels count. */
  public boolean masked() {
    return keepProbability < 1;
  }

  /** The loss to build a net with. */
  public SoftmaxLoss op() {
    return new SoftmaxLoss(normalisation, classWeights, masked(), 1);
  }

  /** The same with another normalisation. */
  public LossOptions withNormalisation(LossNormalisation other) {
    return new LossOptions(other, keepProbability, classWeights);
  }

  /** The same with another share of pixels. */
  public LossOptions withKeepProbability(double other) {
    return new LossOptions(normalisation, other, classWeights);
  }

  /** The same with other class weights. */
  public LossOptions withClassWeights(List<Float> other) {
    return new LossOptions(normalisation, keepProbability, other);
  }
}
