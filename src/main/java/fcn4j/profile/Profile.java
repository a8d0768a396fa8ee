package fcn4j.profile;

import java.util.Arrays;
import java.util.List;

/**
 * How long the nodes of a pass took, and the pass as a whole.
 *
 * @param nodes in the order in which they ran
 * @param wholeMillis of the whole pass without marks between its nodes, one a repetition
 * @param peakBytes most of the backend's memory that was taken in a pass, with parameters and all
 *     else that was open
 */
public record Profile(List<NodeTime> nodes, List<Double> wholeMillis, long peakBytes) {

  /** Copies the lists. */
  public Profile {
    nodes = List.copyOf(nodes);
    wholeMillis = List.copyOf(wholeMillis);
  }

  /** The median time of the whole pass. */
  public double wholeMedianMillis() {
    return median(wholeMillis);
  }

  /** The sum of all nodes' medians. */
  public double sumMillis() {
    return nodes.stream().mapToDouble(NodeTime::medianMillis).sum();
  }

  /** The sum of the medians of the nodes of a phase. */
  public double sumMillis(Phase phase) {
    return nodes.stream()
        .filter(node -> node.phase() == phase)
        .mapToDouble(NodeTime::medianMillis)
        .sum();
  }

  /** What the nodes of a phase would take if each reached a ceiling. */
  public double idealMillis(Phase phase, Ceiling ceiling) {
    return nodes.stream()
        .filter(node -> node.phase() == phase)
        .mapToDouble(node -> node.work().idealMillis(ceiling))
        .sum();
  }

  /** What the nodes would take if each reached a ceiling. */
  public double idealMillis(Ceiling ceiling) {
    return nodes.stream().mapToDouble(node -> node.work().idealMillis(ceiling)).sum();
  }

  /** What the definitions of a phase's nodes need. */
  public Work work(Phase phase) {
    return nodes.stream()
        .filter(node -> node.phase() == phase)
        .map(NodeTime::work)
        .reduce(Work.NONE, Work::plus);
  }

  /** What the definitions of all nodes need. */
  public Work work() {
    return nodes.stream().map(NodeTime::work).reduce(Work.NONE, Work::plus);
  }

  /** Number of measured repetitions. */
  public int repetitions() {
    return wholeMillis.size();
  }

  /**
   * The value in the middle, or the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("the median of nothing");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
