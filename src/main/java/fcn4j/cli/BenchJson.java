package fcn4j.cli;

import fcn4j.profile.NodeTime;
import fcn4j.profile.Phase;
import fcn4j.profile.Profile;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What {@code fcn4j bench --json} prints: an object a node, and one for all. */
record BenchJson(BenchResult result) {

  void print(Output output) {
    profile().nodes().forEach(node -> output.object(json(node)));
    output.object(totals());
  }

  private Profile profile() {
    return result.profile();
  }

  private Map<String, @Nullable Object> json(NodeTime node) {
    double millis = node.medianMillis();
    Shape shape = node.output();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("node", node.node());
    json.put("operation", node.operation());
    json.put("pass", node.phase().text());
    json.put("output", List.of(shape.n(), shape.c(), shape.h(), shape.w()));
    json.put("medianMillis", millis);
    json.put("millis", node.millis());
    json.put("share", millis / profile().sumMillis());
    json.put("multiplyAdds", node.work().multiplyAdds());
    json.put("bytes", node.work().bytes());
    json.put("teraflops", millis > 0 ? node.work().teraflops(millis) : null);
    json.put("gigabytesPerSecond", millis > 0 ? node.work().gigabytesPerSecond(millis) : null);
    json.put(
        "percentOfCeiling", millis > 0 ? node.work().percentOf(result.ceiling(), millis) : null);
    return json;
  }

  private Map<String, @Nullable Object> totals() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("net", result.net().graph().name());
    json.put("classes", result.net().classes());
    json.put("image", result.net().size().toString());
    json.put("batch", result.net().batch());
    json.put("backend", result.backend().name());
    json.put("device", result.backend().description());
    json.put("ceilingTeraflops", result.ceiling().teraflops());
    json.put("ceilingGigabytesPerSecond", result.ceiling().gigabytesPerSecond());
    for (Phase phase : Phase.values()) {
      json.put(phase.text() + "Millis", profile().sumMillis(phase));
    }
    json.put("sumMillis", profile().sumMillis());
    json.put("wholeMedianMillis", profile().wholeMedianMillis());
    json.put("wholeMillis", profile().wholeMillis());
    json.put("imagesPerSecond", result.imagesPerSecond());
    json.put("multiplyAdds", profile().work().multiplyAdds());
    json.put("teraflops", profile().work().teraflops(profile().wholeMedianMillis()));
    json.put(
        "percentOfCeiling",
        100 * profile().idealMillis(result.ceiling()) / profile().wholeMedianMillis());
    json.put("peakBytes", profile().peakBytes());
    json.put("loadOfOthersBefore", known(result.loadBefore()));
    json.put("loadOfOthersWhileMeasuring", known(result.loadDuring()));
    json.put("busy", result.isBusy());
    return json;
  }

  private static @Nullable Double known(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
