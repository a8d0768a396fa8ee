package fcn4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A dataset made ready for training: batch number i is a function of i alone.
 *
 * @param pad whether pictures of unequal size are filled up to one; otherwise a batch needs equal
 *     sizes
 */
public record Feed(
    Dataset dataset,
    Sampler sampler,
    Preparation preparation,
    Augmentation augmentation,
    int batchSize,
    boolean pad) {
  /**
   * Checks the batch size.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Feed {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 sample, got " + batchSize);
    }
  }

  /**
   * Loads and prepares one batch: draws number*batchSize up to (number+1)*batchSize.
   *
   * @throws DataException if a sample cannot be loaded, has no label map, or sizes differ and
   *     {@code pad} is off
   */
  public Batch batch(long number) {
    List<Sample> samples = new ArrayList<>(batchSize);
    List<Placement> placements = new ArrayList<>(batchSize);
    for (int i = 0; i < batchSize; i++) {
      long draw = number * batchSize + i;
      samples.add(dataset.get(sampler.index(draw)));
      placements.add(augmentation.placement(draw));
    }
    return preparation.batch(samples, placements, pad);
  }
}
