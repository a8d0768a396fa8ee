package fcn4j.data;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How often each class occurs in a dataset.
 *
 * @param pixels pixels of each class
 * @param around pixels of all pictures in which the class occurs, ignored ones among them
 * @param ignored pixels with the ignore label
 */
record LabelCounts(long[] pixels, long[] around, long ignored) {

  /**
   * Loads every sample once and counts.
   *
   * @throws DataException if a sample cannot be loaded or has no label map
   */
  public static LabelCounts of(Dataset dataset) {
    long[] pixels = new long[dataset.classes()];
    long[] around = new long[dataset.classes()];
    long ignored = 0;
    for (int i = 0; i < dataset.size(); i++) {
      Sample sample = dataset.get(i);
      byte[] labels =
          sample
              .labels()
              .orElseThrow(() -> new DataException(sample.id() + " has no label map to count"))
              .labels();
      long[] here = new long[dataset.classes()];
      for (byte label : labels) {
        int value = label & 0xff;
        if (value == LabelMap.IGNORE) {
          ignored++;
        } else {
          here[value]++;
        }
      }
      for (int c = 0; c < here.length; c++) {
        pixels[c] += here[c];
        around[c] += here[c] > 0 ? labels.length : 0;
      }
    }
    return new LabelCounts(pixels, around, ignored);
  }

  /**
   * Weights that even out rare classes: the median over the classes of f, over f, where f is a
   * class's share of the pixels of those pictures in which it occurs; 0 for a class that never
   * occurs.
   */
  public float[] medianFrequencyWeights() {
    double[] share = new double[pixels.length];
    Arrays.setAll(share, c -> pixels[c] == 0 ? 0 : (double) pixels[c] / around[c]);
    double[] present = Arrays.stream(share).filter(f -> f > 0).sorted().toArray();
    float[] weights = new float[share.length];
    if (present.length > 0) {
      int half = present.length / 2;
      double median =
          present.length % 2 == 1 ? present[half] : (present[half - 1] + present[half]) / 2;
      for (int c = 0; c < weights.length; c++) {
        weights[c] = share[c] == 0 ? 0f : (float) (median / share[c]);
      }
    }
    return weights;
  }

  /** Pixels of all classes together, without the ignored ones. */
  public long counted() {
    return LongStream.of(pixels).sum();
  }
}
