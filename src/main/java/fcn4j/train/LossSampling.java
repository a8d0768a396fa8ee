package fcn4j.train;

import fcn4j.op.Philox;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;

/**
 * Sampling of the loss: each pixel counts with probability p, independent of the others, drawn anew
 * every pass.
 *
 * <p>A pixel's draw follows from (seed, pass, pixel) alone. The paper raises the number of images
 * by 1/p to keep the number of counted pixels, and finds no gain in accuracy. Source: the paper's
 * section 4.3, patch sampling.
 *
 * @param keepProbability p, above 0 and at most 1
 * @param seed the run's seed
 */
public record LossSampling(double keepProbability, long seed) {
  // Tells these random numbers apart from dropout's, which use small stream numbers.
  private static final int STREAM = 0x6d61736b;
  private static final double WORDS = 0x1p32;

  /**
   * Checks the probability.
   *
   * @throws TrainException if it is not above 0 and at most 1
   */
  public LossSampling {
    if (!(keepProbability > 0 && keepProbability <= 1)) {
      throw new TrainException(
          "the probability that a pixel counts in the loss must be above 0 and at most 1, got %s"
              .formatted(keepProbability));
    }
  }

  /**
   * The mask of one pass: 1 where a pixel counts, else 0.
   *
   * @param labels shape of the label maps, (N,1,H,W)
   * @param pass forward-backward passes before it
   */
  public ByteTensor mask(Shape labels, long pass) {
    if (keepProbability == 1) {
      return ByteTensor.filled(labels, 1);
    }
    // Compared as unsigned 32-bit numbers; p < 1 keeps the threshold below 2^32.
    long threshold = (long) Math.ceil(keepProbability * WORDS);
    byte[] mask = new byte[labels.arrayLength()];
    for (int first = 0; first < mask.length; first += 4) {
      int[] words = Philox.block(seed, pass, STREAM, first / 4);
      for (int i = first; i < Math.min(first + 4, mask.length); i++) {
        mask[i] = (byte) (Integer.toUnsignedLong(words[i - first]) < threshold ? 1 : 0);
      }
    }
    return new ByteTensor(labels, mask);
  }
}
