package fcn4j.train;

import fcn4j.data.Sampler;

/** How pictures are drawn from a dataset. */
public enum SampleOrder {
  /** One after the other, again and again. */
  SEQUENTIAL,
  /** Each once an epoch, in a new order every epoch. */
  SHUFFLED,
  /** Any each time, as the reference's data layers do; there are no epochs. */
  WITH_REPLACEMENT;

  /** The sampler of a dataset. */
  Sampler sampler(int size, long seed) {
    return switch (this) {
      case SEQUENTIAL -> new Sampler.Sequential(size);
      case SHUFFLED -> new Sampler.Shuffled(size, seed);
      case WITH_REPLACEMENT -> new Sampler.WithReplacement(size, seed);
    };
  }
}
