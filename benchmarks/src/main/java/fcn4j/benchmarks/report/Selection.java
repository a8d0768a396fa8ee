package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of all results those to show: for each device and thing measured the newest run on a quiet
 * machine.
 *
 * @param lines what is shown, in the order of the files
 * @param busy runs that were passed over, in the order of their dates
 */
record Selection(List<ResultLine> lines, List<Run> busy) {

  /** Chooses. */
  static Selection of(List<ResultLine> all) {
    Map<String, Run> newest = new LinkedHashMap<>();
    Map<String, Run> busy = new LinkedHashMap<>();
    for (ResultLine line : all) {
      if (line.run().busy()) {
        busy.putIfAbsent(line.run().id(), line.run());
      } else {
        newest.merge(
            subject(line),
            line.run(),
            (known, other) -> other.date().compareTo(known.date()) >= 0 ? other : known);
      }
    }
    Map<String, ResultLine> shown = new LinkedHashMap<>();
    for (ResultLine line : all) {
      Run run = newest.get(subject(line));
      if (run != null && run.id().equals(line.run().id()) && !line.run().busy()) {
        // A run that measured a thing twice has the later one shown.
        shown.put(line.run().device() + line.measurement().subject(), line);
      }
    }
    return new Selection(
        List.copyOf(shown.values()),
        busy.values().stream().sorted((a, b) -> a.date().compareTo(b.date())).toList());
  }

  /**
   * Peers are shown as one run measured them, whatever their configurations, and the largest that
   * fits whatever it is.
   */
  private static String subject(ResultLine line) {
    Measurement one = line.measurement();
    return switch (one.kind()) {
      case "peer" -> "peer %s %s".formatted(peerSubject(line), one.precision());
      case "largest" -> line.run().device() + " " + largestSubject(one);
      default -> line.run().device() + " " + one.subject();
    };
  }

  /** What was sought. */
  static String largestSubject(Measurement one) {
    return "largest %s %s %s %s %s in %s"
        .formatted(
            one.name(),
            one.pass(),
            one.backend(),
            one.precision(),
            one.detail().get("sought"),
            one.detail().get("memoryBytes"));
  }

  /** What sides of a comparison have in common. */
  static String peerSubject(ResultLine line) {
    Measurement one = line.measurement();
    String device = line.run().device();
    return "%s %s %s %s %d %d"
        .formatted(device, one.name(), one.pass(), one.size(), one.batch(), one.threads());
  }

  /** The lines of a kind. */
  List<ResultLine> kind(String kind) {
    return lines.stream().filter(line -> line.measurement().kind().equals(kind)).toList();
  }

  /** Lines by their device, processors first. */
  static Map<String, List<ResultLine>> byDevice(List<ResultLine> lines) {
    Map<String, List<ResultLine>> devices = new LinkedHashMap<>();
    List<ResultLine> ordered = new ArrayList<>(lines);
    ordered.sort((a, b) -> Boolean.compare(a.run().driver() != null, b.run().driver() != null));
    for (ResultLine line : ordered) {
      devices.computeIfAbsent(line.run().device(), device -> new ArrayList<>()).add(line);
    }
    return devices;
  }

  /** The different runs of lines. */
  static Set<Run> runs(List<ResultLine> lines) {
    Map<String, Run> runs = new LinkedHashMap<>();
    lines.forEach(line -> runs.put(line.run().id(), line.run()));
    return new LinkedHashSet<>(runs.values());
  }
}
