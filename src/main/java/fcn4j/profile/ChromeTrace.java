package fcn4j.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A profile in the Chrome trace format, which chrome://tracing and Perfetto show: one complete
 * event a node and repetition, the repetitions one after the other. Source: Trace Event Format,
 * "complete events" and "metadata events".
 */
public final class ChromeTrace {
  private static final double MICROS_OF_A_MILLI = 1000;
  private static final int PROCESS = 1;
  private static final int NODES = 1;

  /** Between two repetitions, so that they can be told apart. */
  private static final double GAP_MICROS = 100;

  private final Profile profile;
  private final Ceiling ceiling;
  private final List<Map<String, Object>> events = new ArrayList<>();

  private ChromeTrace(Profile profile, Ceiling ceiling) {
    this.profile = profile;
    this.ceiling = ceiling;
  }

  /**
   * The trace as a JSON object of maps, lists, texts and numbers.
   *
   * @param title what ran, shown as the process
   * @param device what it ran on, shown as the thread
   */
  public static Map<String, Object> of(
      Profile profile, Ceiling ceiling, String title, String device) {
    ChromeTrace trace = new ChromeTrace(profile, ceiling);
    trace.name("process_name", title);
    trace.name("thread_name", device);
    trace.repetitions();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("traceEvents", trace.events);
    json.put("displayTimeUnit", "ms");
    json.put(
        "otherData",
        Map.of(
            "ceilingTeraflops",
            ceiling.teraflops(),
            "ceilingGigabytesPerSecond",
            ceiling.gigabytesPerSecond()));
    return json;
  }

  private void name(String kind, String text) {
    Map<String, Object> event = event("M", kind);
    event.put("args", Map.of("name", text));
    events.add(event);
  }

  private static Map<String, Object> event(String kind, String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("ph", kind);
    event.put("pid", PROCESS);
    event.put("tid", NODES);
    event.put("name", name);
    return event;
  }

  private void repetitions() {
    double at = 0;
    for (int repetition = 0; repetition < profile.repetitions(); repetition++) {
      for (NodeTime node : profile.nodes()) {
        double micros = node.millis().get(repetition) * MICROS_OF_A_MILLI;
        events.add(complete(node, repetition, at, micros));
        at += micros;
      }
      at += GAP_MICROS;
    }
  }

  private Map<String, Object> complete(NodeTime node, int repetition, double at, double micros) {
    Map<String, Object> event = event("X", node.node());
    event.put("cat", node.phase().text());
    event.put("ts", at);
    event.put("dur", micros);
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("repetition", repetition);
    args.put("operation", node.operation());
    args.put("output", node.output().toString());
    args.put("flop", 2 * node.work().multiplyAdds());
    args.put("bytes", node.work().bytes());
    double millis = node.millis().get(repetition);
    if (millis > 0) {
      args.put("percentOfCeiling", node.work().percentOf(ceiling, millis));
    }
    event.put("args", args);
    return event;
  }
}
