package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.Layer;
import fcn4j.benchmarks.LayerPass;
import java.util.ArrayList;
import java.util.List;

/** The trials of a net's distinct convolutions. */
final class ConvolutionTrials {
  private static final List<String> NETS = List.of("fcn8s");

  private final Setting setting;
  private final LayerTrials layers;

  ConvolutionTrials(Setting setting) {
    this.setting = setting;
    layers = new LayerTrials(setting);
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>();
    for (String net : setting.netsOr(NETS)) {
      for (String size : setting.sizes()) {
        for (String batch : setting.batches()) {
          for (Layer layer : layers.layers(net, size, batch).convolutions()) {
            addPasses(trials, net, layer, size, batch);
          }
        }
      }
    }
    return trials.stream()
        .flatMap(trial -> setting.expand(trial, "net", "size", "batch").stream())
        .filter(ConvolutionTrials::possible)
        .distinct()
        .toList();
  }

  private void addPasses(List<Trial> trials, String net, Layer layer, String size, String batch) {
    List<String> all = setting.precisions(false);
    // The last precision is the fastest.
    for (String precision : setting.quick() ? all.subList(all.size() - 1, all.size()) : all) {
      List<String> passes = new ArrayList<>(List.of("forward"));
      if (LayerPass.INPUT_GRADIENT.existsIn(layer)) {
        passes.add("gradientOfInput");
      }
      if (LayerPass.PARAMETER_GRADIENT.existsIn(layer)) {
        passes.add("gradientOfWeights");
      }
      for (String pass : passes) {
        trials.add(
            layers.trial("ConvolutionBenchmark." + pass, net, layer, size, batch, precision));
      }
    }
  }

  /** Gradients are not computed in bfloat16. */
  private static boolean possible(Trial trial) {
    return trial.benchmark().endsWith("forward") || !trial.param("precision", "").equals("bf16");
  }
}
