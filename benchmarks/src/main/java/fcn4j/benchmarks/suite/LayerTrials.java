package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.Layer;
import fcn4j.benchmarks.Layers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nets' layers for all sizes and batches that are asked for; each is looked up once. */
final class LayerTrials {
  private final Setting setting;
  private final Map<List<String>, Layers> known = new HashMap<>();

  LayerTrials(Setting setting) {
    this.setting = setting;
  }

  /** A net's layers. */
  Layers layers(String net, String size, String batch) {
    return known.computeIfAbsent(
        List.of(net, size, batch),
        key -> Layers.of(net, ImageSize.of(size), Integer.parseInt(batch)));
  }

  /** A trial of a layer, its device's parameters included. */
  Trial trial(
      String benchmark, String net, Layer layer, String size, String batch, String precision) {
    return Trial.of(
        benchmark,
        "device",
        setting.device(),
        "precision",
        precision,
        "threads",
        "0",
        "net",
        net,
        "layer",
        layer.name(),
        "size",
        size,
        "batch",
        batch,
        "spreadMegabytes",
        "256");
  }
}
