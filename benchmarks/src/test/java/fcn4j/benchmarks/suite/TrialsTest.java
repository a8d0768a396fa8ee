package fcn4j.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the sets are made of. */
class TrialsTest {

  private static List<Trial> trials(
      BenchmarkSet set, String device, boolean quick, Map<String, List<String>> given) {
    return set.trials(new Setting(device, quick, true, given));
  }

  private static List<String> values(List<Trial> trials, String param) {
    return trials.stream().map(trial -> trial.param(param, "")).distinct().toList();
  }

  @Test
  void whatTheUserGivesReplacesTheSetsValues() {
    Map<String, List<String>> given =
        Map.of(
            "net", List.of("fcn8s-tiny", "fcn32s-tiny"),
            "size", List.of("40x30", "60x50"),
            "batch", List.of("1", "2"));
    List<Trial> trials = trials(BenchmarkSet.NETS, "reference", false, given);
    // Two nets, four passes, two sizes, two batches.
    assertThat(trials).hasSize(32).doesNotHaveDuplicates();
    assertThat(values(trials, "size")).containsExactlyInAnyOrder("40x30", "60x50");
  }

  @Test
  void gradientsAreNotMeasuredInBf16() {
    List<Trial> trials = trials(BenchmarkSet.NETS, "cpu", false, Map.of());
    assertThat(trials)
        .filteredOn(trial -> trial.param("precision", "").equals("bf16"))
        .isNotEmpty()
        .allMatch(trial -> trial.benchmark().equals("NetBenchmark.predict"));
  }

  @Test
  void aGpuIsMeasuredInBothPrecisionsButItsOwnKernelsInOne() {
    assertThat(values(trials(BenchmarkSet.CONVOLUTIONS, "cuda", false, Map.of()), "precision"))
        .containsExactly("fp32", "tf32");
    assertThat(values(trials(BenchmarkSet.KERNELS, "cuda", false, Map.of()), "precision"))
        .containsExactly("fp32");
  }

  @Test
  void aQuickRunHasFewerNetsInFewerPrecisions() {
    assertThat(trials(BenchmarkSet.NETS, "cuda", true, Map.of()))
        .hasSizeLessThan(trials(BenchmarkSet.NETS, "cuda", false, Map.of()).size());
  }

  @Test
  void theReferenceBackendGetsNetsThatItCanManage() {
    assertThat(values(trials(BenchmarkSet.NETS, "reference", false, Map.of()), "net"))
        .isNotEmpty()
        .allMatch(net -> net.endsWith("-narrow"));
  }

  /**
   * VGG16's thirteen convolutions have nine shapes; then come two large layers and three scores.
   */
  @Test
  void theConvolutionsOfFcn8sAreThoseOfVgg16() {
    List<Trial> trials = trials(BenchmarkSet.CONVOLUTIONS, "cpu", false, Map.of());
    assertThat(values(trials, "layer")).hasSize(14);
    assertThat(trials)
        .filteredOn(trial -> trial.benchmark().endsWith("gradientOfInput"))
        .as("images get no gradient")
        .hasSize(13);
    assertThat(trials).hasSize(14 + 13 + 14);
  }

  @Test
  void everyKindOfOperationIsAmongTheKernels() {
    List<Trial> trials = trials(BenchmarkSet.KERNELS, "cpu", false, Map.of());
    List<String> layers = trials.stream().map(trial -> trial.param("layer", "")).toList();
    assertThat(layers)
        .contains(
            "training/fuse_pool4",
            "training/fuse_pool3",
            "training/loss",
            "training/drop6",
            "inference/prediction",
            "scores/score",
            "plain/loss",
            "plain/prediction",
            "plain/score",
            "data/image",
            "data/label",
            "data/confusion")
        .anyMatch(layer -> layer.startsWith("windows/"));
    assertThat(values(trials, "net"))
        .contains("fcn8s", "fcn16s", "fcn32s", "fcn8s-atonce", "fcn-alexnet", "fcn-googlenet-8s");
  }
}
