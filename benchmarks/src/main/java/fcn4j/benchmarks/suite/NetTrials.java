package fcn4j.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The trials of whole nets. */
final class NetTrials {
  private static final String PREDICT = "predict";
  private static final String STEP = "trainingStep";
  private static final List<String> PASSES = List.of(PREDICT, "forwardBackward", "update", STEP);

  /** With every pass, and prediction with the whole margin. */
  private static final String FIRST = "fcn8s";

  /** With prediction and training step. */
  private static final List<String> OTHERS =
      List.of("fcn16s", "fcn32s", "fcn-alexnet", "fcn-googlenet-32s");

  /** They differ from the first in the head alone. */
  private static final Set<String> HEADS = Set.of("fcn16s", "fcn32s");

  private final Setting setting;

  NetTrials(Setting setting) {
    this.setting = setting;
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>();
    List<String> given = setting.given().get("net");
    if (given != null) {
      given.forEach(net -> trials.addAll(passes(net, PASSES)));
    } else {
      String first = setting.net(FIRST);
      trials.addAll(passes(first, PASSES));
      trials.add(trial(first, PREDICT, "fp32").with("margin", "full"));
      for (String net : OTHERS) {
        boolean headAlone = setting.quick() && HEADS.contains(net);
        trials.addAll(
            passes(setting.net(net), headAlone ? List.of(PREDICT) : List.of(PREDICT, STEP)));
      }
    }
    return trials.stream()
        .flatMap(trial -> setting.expand(trial, "net").stream())
        .filter(NetTrials::possible)
        .distinct()
        .toList();
  }

  private List<Trial> passes(String net, List<String> passes) {
    List<Trial> trials = new ArrayList<>();
    for (String pass : passes) {
      List<String> precisions = setting.precisions(pass.equals(PREDICT));
      // The last precision is the fastest; an update is the same in all.
      int from = setting.quick() && !net.equals(FIRST) ? precisions.size() - 1 : 0;
      int to = pass.equals("update") ? 1 : precisions.size();
      for (String precision : precisions.subList(Math.min(from, to - 1), to)) {
        trials.add(trial(net, pass, precision));
      }
    }
    return trials;
  }

  private Trial trial(String net, String pass, String precision) {
    Trial trial =
        Trial.of(
            "NetBenchmark." + pass,
            "device",
            setting.device(),
            "precision",
            precision,
            "threads",
            "0",
            "net",
            net,
            "size",
            setting.sizes().getFirst(),
            "batch",
            "1");
    return pass.equals(PREDICT) ? trial.with("margin", "reach") : trial;
  }

  /** Gradients are not computed in bfloat16. */
  private static boolean possible(Trial trial) {
    return trial.benchmark().endsWith(PREDICT) || !trial.param("precision", "").equals("bf16");
  }
}
