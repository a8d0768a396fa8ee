package fcn4j.train;

import fcn4j.data.Dataset;
import fcn4j.data.LabelMap;
import fcn4j.data.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often the classes occur in a dataset: what class weights follow from.
 *
 * @param pixels labelled pixels a class
 * @param pixelsWherePresent labelled pixels of all images that have the class
 */
public record ClassFrequencies(List<Long> pixels, List<Long> pixelsWherePresent) {

  /** Copies the lists. */
  public ClassFrequencies {
    pixels = List.copyOf(pixels);
    pixelsWherePresent = List.copyOf(pixelsWherePresent);
  }

  /**
   * Counts the label maps of a dataset, each loaded once.
   *
   * @throws fcn4j.data.DataException if a sample can't be loaded
   */
  public static ClassFrequencies of(Dataset dataset) {
    long[] pixels = new long[dataset.classes()];
    long[] where = new long[dataset.classes()];
    for (int i = 0; i < dataset.size(); i++) {
      Sample sample = dataset.get(i);
      sample.labels().ifPresent(labels -> count(labels, pixels, where));
    }
    return new ClassFrequencies(
        Arrays.stream(pixels).boxed().toList(), Arrays.stream(where).boxed().toList());
  }

  private static void count(LabelMap labels, long[] pixels, long[] where) {
    long[] here = new long[LabelMap.IGNORE + 1];
    for (byte label : labels.labels()) {
      here[label & 0xff]++;
    }
    long labelled = labels.labels().length - here[LabelMap.IGNORE];
    for (int c = 0; c < pixels.length; c++) {
      pixels[c] += here[c];
      where[c] += here[c] > 0 ? labelled : 0;
    }
  }

  /**
   * Median frequency balancing: weight_c = median / f_c, with f_c the share of class c among the
   * pixels of the images that have it, and the median taken over the classes that occur. A class
   * that never occurs has weight 1.
   *
   * <p>Source: Eigen and Fergus, "Predicting Depth, Surface Normals and Semantic Labels", 2015. The
   * paper itself trains without class weights (section 4.3, class balancing).
   *
   * @throws TrainException if no class occurs
   */
  public List<Float> medianWeights() {
    double[] present =
        IntStream.range(0, pixels.size())
            .filter(c -> pixels.get(c) > 0)
            .mapToDouble(this::frequency)
            .sorted()
            .toArray();
    if (present.length == 0) {
      throw new TrainException(
          "class weights need labelled pixels, and the dataset has none; check its label maps");
    }
    int middle = present.length / 2;
    double median =
        present.length % 2 == 1 ? present[middle] : (present[middle - 1] + present[middle]) / 2;
    List<Float> weights = new ArrayList<>();
    for (int c = 0; c < pixels.size(); c++) {
      weights.add(pixels.get(c) == 0 ? 1f : (float) (median / frequency(c)));
    }
    return weights;
  }

  private double frequency(int label) {
    return (double) pixels.get(label) / pixelsWherePresent.get(label);
  }
}
