package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.results.Machine;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one configuration in one run; a line of the results.
 *
 * @param net the net
 * @param size of the image, {@code WIDTHxHEIGHT}
 * @param batch images in a pass
 * @param pass {@code forward} or {@code train}
 * @param who who computed
 * @param configuration in which configuration
 * @param version of its library, as it says itself
 * @param threads how many it was given
 * @param medianMillis median of the rounds
 * @param bestMillis the fastest round
 * @param roundsMillis all rounds in order
 * @param peakMegabytes most memory in RAM of its process, in units of 10^6 bytes
 * @param timeRatio its median by that of the fastest peer's fastest configuration; null if there
 *     was no peer
 * @param memoryRatio its peak by that of the leanest peer's leanest configuration; null if there
 *     was no peer
 * @param agreement largest difference of its results from ours, as a share of the largest value
 * @param run the run
 */
record Outcome(
    String net,
    String size,
    int batch,
    String pass,
    String who,
    String configuration,
    String version,
    int threads,
    double medianMillis,
    double bestMillis,
    List<Double> roundsMillis,
    double peakMegabytes,
    @Nullable Double timeRatio,
    @Nullable Double memoryRatio,
    double agreement,
    Run run) {

  /**
   * What all configurations of one run share.
   *
   * @param machine what it ran on
   * @param loadBefore load of the machine before the rounds
   * @param loadAfter after them; the run's own work is in it
   * @param commit of the engine; {@code -changed} if its files differed
   * @param date day and time in UTC
   */
  record Run(Machine machine, double loadBefore, double loadAfter, String commit, String date) {}

  /** Copies the list. */
  Outcome {
    roundsMillis = List.copyOf(roundsMillis);
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double best(List<Double> values) {
    return Arrays.stream(values.stream().mapToDouble(Double::doubleValue).toArray())
        .min()
        .orElseThrow();
  }

  /** Whether this and another were measured for the same thing. */
  String subject() {
    return "%s %s %s %d".formatted(net, size, pass, threads);
  }

  boolean ours() {
    return who.equals(Peer.OURS);
  }

  /** The same with ratios to the best of the peers. */
  Outcome against(double millis, double megabytes) {
    return new Outcome(
        net,
        size,
        batch,
        pass,
        who,
        configuration,
        version,
        threads,
        medianMillis,
        bestMillis,
        roundsMillis,
        peakMegabytes,
        medianMillis / millis,
        peakMegabytes / megabytes,
        agreement,
        run);
  }
}
