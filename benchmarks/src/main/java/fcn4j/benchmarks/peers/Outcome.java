package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Run;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one configuration in one run.
 *
 * @param run the run
 * @param measured a measurement of kind {@code peer}
 * @param timeRatio its median by that of the fastest peer's fastest configuration; null if there
 *     was no peer
 * @param memoryRatio its peak by that of the leanest peer's leanest configuration; null if there
 *     was no peer
 */
record Outcome(
    Run run, Measurement measured, @Nullable Double timeRatio, @Nullable Double memoryRatio) {
  /** The kind of the measurement. */
  static final String KIND = "peer";

  /** In the detail: who computed. */
  static final String WHO = "who";

  /** In the detail: in which configuration. */
  static final String CONFIGURATION = "configuration";

  /** In the detail: name and version of the library, as it says itself. */
  static final String VERSION = "version";

  /** In the detail: largest difference from the engine's results, as a share of the largest. */
  static final String AGREEMENT = "agreement";

  /** In the detail: bytes that the library keeps of a GPU. */
  static final String RESERVED = "reservedBytes";

  private String detail(String name) {
    return measured.detail().getOrDefault(name, "?");
  }

  String who() {
    return detail(WHO);
  }

  String configuration() {
    return detail(CONFIGURATION);
  }

  String version() {
    return detail(VERSION);
  }

  double agreement() {
    return Double.parseDouble(measured.detail().getOrDefault(AGREEMENT, "NaN"));
  }

  /** What the library keeps of a GPU, in units of 10^6 bytes; null where it is not told. */
  @Nullable Double reservedMegabytes() {
    String bytes = measured.detail().get(RESERVED);
    return bytes == null ? null : Double.parseDouble(bytes) / 1e6;
  }

  /** The peak of its memory, in units of 10^6 bytes; infinite where it is not known. */
  double peakMegabytes() {
    Long bytes = measured.peakBytes();
    return bytes == null ? Double.POSITIVE_INFINITY : bytes / 1e6;
  }

  boolean ours() {
    return who().equals(Peer.OURS);
  }

  /** Whether this and another were measured for the same thing. */
  String subject() {
    return "%s %s %s %s %d"
        .formatted(
            measured.name(),
            measured.size(),
            measured.pass(),
            measured.precision(),
            measured.threads());
  }

  /** The same with ratios to the best of the peers. */
  Outcome against(double millis, double megabytes) {
    return new Outcome(
        run, measured, measured.medianMillis() / millis, peakMegabytes() / megabytes);
  }
}
