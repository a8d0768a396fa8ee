package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What everybody computes in one comparison.
 *
 * @param net the net
 * @param size of the image
 * @param pass timed
 * @param precision of the peers
 * @param threads of the host for each
 */
record Subject(String net, ImageSize size, Pass pass, String precision, int threads) {

  /** What was measured, with ratios to the best of the peers. */
  List<Outcome> outcomes(
      Run run, Map<Peer, Series.Timing> timings, Map<Peer, Agreement> differences) {
    List<Outcome> outcomes = new ArrayList<>();
    timings.forEach((peer, timing) -> {
      Agreement difference = differences.get(peer);
      double share = difference == null ? 0 : difference.ofLargest();
      outcomes.add(new Outcome(run, measured(peer, timing, share), null, null));
    });
    return Results.withRatios(outcomes);
  }

  private Measurement measured(Peer peer, Series.Timing timing, double agreement) {
    Map<String, String> detail = new TreeMap<>();
    detail.put(Outcome.WHO, peer.who());
    detail.put(Outcome.CONFIGURATION, peer.configuration());
    detail.put(Outcome.VERSION, timing.version());
    detail.put(Outcome.AGREEMENT, Double.toString(agreement));
    Long reserved = timing.memory().reservedBytes();
    if (reserved != null) {
      detail.put(Outcome.RESERVED, reserved.toString());
    }
    List<Double> millis = timing.wallMillis();
    return new Measurement(
        Outcome.KIND,
        net,
        pass.word(),
        peer.ours() ? EngineBackend.name(peer.key()) : peer.who(),
        precision,
        size.text(),
        1,
        threads,
        Measurement.median(millis),
        Measurement.best(millis),
        millis,
        timing.deviceMillis(),
        null,
        null,
        timing.memory().peakBytes(),
        detail,
        List.of());
  }
}
