package fcn4j.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The scores of the paper's section 5, from counts n_ij of pixels of class i predicted as j, with
 * t_i = sum_j n_ij:
 *
 * <pre>
 * pixel accuracy         sum_i n_ii / sum_i t_i
 * mean accuracy          mean over classes of n_ii / t_i
 * mean IU                mean over classes of n_ii / (t_i + sum_j n_ji - n_ii)
 * frequency weighted IU  sum_i t_i IU_i / sum_k t_k
 * </pre>
 *
 * <p>All are in 0..1; a value with nothing to be counted is NaN.
 *
 * @param meanAccuracy over the classes that are in the ground truth
 * @param meanIu over the classes that the convention counts
 * @param classAccuracy one a class; NaN where the class is not in the ground truth
 * @param classIu one a class; NaN where the convention does not count the class
 * @param convention what happens to classes that are not in the ground truth
 */
public record Metrics(
    double pixelAccuracy,
    double meanAccuracy,
    double meanIu,
    double frequencyWeightedIu,
    List<Double> classAccuracy,
    List<Double> classIu,
    AbsentClasses convention) {

  /** Copies the lists. */
  public Metrics {
    classAccuracy = List.copyOf(classAccuracy);
    classIu = List.copyOf(classIu);
  }

  /** The scores of a confusion matrix. */
  public static Metrics of(Confusion confusion, AbsentClasses convention) {
    List<Double> accuracy = new ArrayList<>();
    List<Double> iu = new ArrayList<>();
    double correct = 0;
    double weighted = 0;
    double total = (double) confusion.total();
    for (int c = 0; c < confusion.classes(); c++) {
      double hits = (double) confusion.count(c, c);
      double truth = (double) confusion.pixels(c);
      double union = truth + confusion.predicted(c) - hits;
      boolean counts = truth > 0 || convention == AbsentClasses.AS_REFERENCE_CODE;
      accuracy.add(hits / truth);
      iu.add(counts ? hits / union : Double.NaN);
      correct += hits;
      weighted += truth > 0 ? truth * (hits / union) : 0;
    }
    return new Metrics(
        correct / total, mean(accuracy), mean(iu), weighted / total, accuracy, iu, convention);
  }

  private static double mean(List<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
