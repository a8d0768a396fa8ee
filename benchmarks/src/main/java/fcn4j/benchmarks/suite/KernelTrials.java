package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.Layer;
import fcn4j.benchmarks.LayerPass;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Op;
import fcn4j.op.SkipSum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The trials of the operations that are no convolutions: of each operation the layer that moves
 * most bytes in the first net that has it, of fused upsamplings each that differs.
 */
final class KernelTrials {
  private static final List<String> NETS =
      List.of("fcn8s", "fcn16s", "fcn32s", "fcn8s-atonce", "fcn-alexnet", "fcn-googlenet-8s");

  private final Setting setting;
  private final LayerTrials layers;

  KernelTrials(Setting setting) {
    this.setting = setting;
    layers = new LayerTrials(setting);
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>();
    for (String size : setting.sizes()) {
      for (String batch : setting.batches()) {
        addAll(trials, size, batch);
      }
    }
    trials.add(
        Trial.of(
            "KernelBenchmark.sgdUpdate",
            "device",
            setting.device(),
            "precision",
            "fp32",
            "threads",
            "0",
            "parameters",
            setting.slow() ? "1000000" : "30000000"));
    return trials.stream()
        .flatMap(trial -> setting.expand(trial, "net", "size", "batch").stream())
        .distinct()
        .toList();
  }

  private void addAll(List<Trial> trials, String size, String batch) {
    Set<Object> seen = new HashSet<>();
    for (String net : setting.netsOr(NETS)) {
      Map<Object, Layer> largest = new LinkedHashMap<>();
      layers.layers(net, size, batch).distinct().stream()
          .filter(layer -> !layer.isConvolution())
          .filter(layer -> !seen.contains(kind(layer.op())))
          .forEach(layer -> largest.merge(kind(layer.op()), layer, KernelTrials::larger));
      seen.addAll(largest.keySet());
      largest.values().stream()
          .flatMap(layer -> passes(net, layer, size, batch))
          .forEach(trials::add);
    }
  }

  private static Object kind(Op op) {
    return switch (op) {
      case DeconvCrop _, SkipSum _, UpsampleArgMax _, UpsampleSoftmaxLoss _ -> op;
      default -> op.getClass();
    };
  }

  /** Of layers in one form; that of an earlier form, closer to what is run, goes first. */
  private static Layer larger(Layer first, Layer second) {
    return form(first).equals(form(second)) && bytes(second) > bytes(first) ? second : first;
  }

  private static String form(Layer layer) {
    return layer.name().substring(0, layer.name().indexOf('/'));
  }

  private static long bytes(Layer layer) {
    return LayerPass.FORWARD.work(layer).bytes();
  }

  /** Of a loss both passes together: some backends compute gradients while they go forward. */
  private Stream<Trial> passes(String net, Layer layer, String size, String batch) {
    Trial forward = layers.trial("KernelBenchmark.forward", net, layer, size, batch, "fp32");
    if (!LayerPass.BACKWARD.existsIn(layer)) {
      return Stream.of(forward);
    }
    String other = layer.op().isLoss() ? "forwardBackward" : "backward";
    return Stream.of(forward, new Trial("KernelBenchmark." + other, forward.params()));
  }
}
