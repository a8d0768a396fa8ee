package fcn4j.graph;

/**
 * How a parameter is initialised and trained. Source: Caffe, ParamSpec and FillerParameter.
 *
 * @param filler initial values
 * @param rateMultiplier factor of the learning rate; 0 freezes the parameter
 * @param decayMultiplier factor of the weight decay
 */
public record ParameterRule(Filler filler, float rateMultiplier, float decayMultiplier) {

  /** A weight at the common rate, decayed. */
  public static ParameterRule weight(Filler filler) {
    return new ParameterRule(filler, 1, 1);
  }

  /** A bias at twice the rate, not decayed, 0 at first: the reference's rule. */
  public static ParameterRule bias() {
    return new ParameterRule(new Filler.Constant(0), 2, 0);
  }

  /** Frozen values; the decay multiplier is left at Caffe's default 1, without effect. */
  public static ParameterRule frozen(Filler filler) {
    return new ParameterRule(filler, 0, 1);
  }
}
