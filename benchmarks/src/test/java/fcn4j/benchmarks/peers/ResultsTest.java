package fcn4j.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Run;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of measured times: ratios, lines of a file. */
class ResultsTest {
  private static final String FP32 = "fp32";

  @TempDir private Path folder;

  private static Outcome outcome(
      String who, String configuration, double millis, long megabytes, double load, String date) {
    Run run =
        new Run(
            "run of " + date,
            "a processor, 2 processors, 24 GB",
            2,
            null,
            Map.of(),
            "a JVM",
            "0123456789abcdef",
            date,
            load,
            0,
            "peers",
            List.of());
    Map<String, String> detail =
        Map.of(
            Outcome.WHO,
            who,
            Outcome.CONFIGURATION,
            configuration,
            Outcome.VERSION,
            who + " 1.0",
            Outcome.AGREEMENT,
            "1.0E-6");
    Measurement measured =
        new Measurement(
            Outcome.KIND,
            "fcn8s",
            "forward",
            "onednn",
            "fp32",
            "500x500",
            1,
            2,
            millis,
            millis - 1,
            List.of(millis, millis - 1),
            null,
            null,
            null,
            megabytes * 1_000_000,
            detail,
            List.of());
    return new Outcome(run, measured, null, null);
  }

  private static List<Outcome> run(double ours, double load, String date) {
    return List.of(
        outcome(Peer.OURS, "fused", ours, 600, load, date),
        outcome("ONNX Runtime", "default", 1500, 2400, load, date),
        outcome("PyTorch", "eager-nchw", 2500, 1900, load, date),
        outcome("PyTorch", "frozen-nhwc", 2000, 2000, load, date));
  }

  @Test
  void ratiosAreToTheFastestAndToTheLeanestPeer() {
    List<Outcome> rated = Results.withRatios(run(900, 0.5, "2026-01-02T03:04:05Z"));

    assertThat(rated.getFirst().timeRatio()).isEqualTo(900.0 / 1500);
    assertThat(rated.getFirst().memoryRatio()).isEqualTo(600.0 / 1900);
    assertThat(rated.get(3).timeRatio()).isEqualTo(2000.0 / 1500);
    assertThat(ComparisonTable.verdict(rated))
        .isEqualTo(
            "fcn8s 500x500 forward fp32: fcn4j fused 900.000 ms, ONNX Runtime default 1500.000 ms:"
                + " ratio 0.60");
  }

  @Test
  void withoutPeersThereAreNoRatios() {
    List<Outcome> alone = run(900, 0.5, "2026-01-02T03:04:05Z").subList(0, 1);

    assertThat(Results.withRatios(alone).getFirst().timeRatio()).isNull();
    assertThat(ComparisonTable.text(alone)).contains("fcn4j", "900.0").doesNotContain("device");
    assertThat(ComparisonTable.verdict(alone)).endsWith("no ratio, a peer is missing");
  }

  @Test
  void linesAreReadAsTheyWereWritten() throws IOException {
    Path file = folder.resolve("results.jsonl");
    List<Outcome> first = Results.withRatios(run(900, 0.5, "2026-01-02T03:04:05Z"));
    List<Outcome> second = run(800, 0.5, "2026-01-03T03:04:05Z");
    Results.append(file, first);
    Results.append(file, second);

    assertThat(Results.read(file))
        .hasSize(8)
        .extracting(Outcome::measured)
        .startsWith(first.getFirst().measured())
        .endsWith(second.getLast().measured());
    assertThat(Results.read(folder.resolve("none.jsonl"))).isEmpty();
  }

  @Test
  void differencesAreSharesOfTheLargestAndOfTheNorm() {
    Agreement found =
        Agreement.of(
            "x", FloatBuffer.wrap(new float[] {3, 4.5f}), FloatBuffer.wrap(new float[] {3, 4}));

    assertThat(found.ofLargest()).isEqualTo(0.125);
    assertThat(found.ofNorm()).isEqualTo(0.1);
  }

  @Test
  void theWorstIsMeasuredByWhatIsAllowed() {
    Agreement gradient = new Agreement("fc6.weight.f32", 1, 3e-3, 1e-3);
    Agreement loss = new Agreement(Agreement.LOSS, 1, 2e-4, 2e-4);
    Agreement broken = new Agreement("fc7.weight.f32", 1, Double.NaN, Double.NaN);

    assertThat(Agreement.worst(List.of(gradient, loss), FP32)).isEqualTo(loss);
    assertThat(Agreement.worst(List.of(gradient, broken, loss), FP32)).isEqualTo(broken);
  }

  @Test
  void gradientsMayDifferMoreThanScores() {
    assertThat(new Agreement("scores.f32", 1, 9e-5, 9e-5).close(FP32)).isTrue();
    assertThat(new Agreement("scores.f32", 1, 2e-4, 9e-5).close(FP32)).isFalse();
    assertThat(new Agreement("loss.f32", 1, 9e-5, 2e-4).close(FP32)).isFalse();
    assertThat(new Agreement("fc6.weight.f32", 1, 1.9e-2, 4e-3).close(FP32)).isTrue();
    assertThat(new Agreement("fc6.weight.f32", 1, 2.1e-2, 4e-3).close(FP32)).isFalse();
  }

  @Test
  void lowerPrecisionsMayDifferMore() {
    Agreement scores = new Agreement("scores.f32", 1, 5e-3, 5e-3);
    assertThat(scores.close(FP32)).isFalse();
    assertThat(scores.close("tf32")).isTrue();
    assertThat(new Agreement("scores.f32", 1, 0.06, 0.02).close("bf16")).isFalse();
    assertThatThrownBy(() -> scores.close("fp8"))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("fp8");
  }

  @Test
  void numbersThatAreNotFiniteNeverAgree() {
    FloatBuffer bad = FloatBuffer.wrap(new float[] {Float.NaN});

    assertThat(Agreement.of("x", bad, bad).close(FP32)).isFalse();
    assertThatThrownBy(() -> Agreement.of("x", bad, FloatBuffer.allocate(2)))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("1 values here and 2 there");
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Measurement.median(List.of(4.0, 1.0, 3.0))).isEqualTo(3);
    assertThat(Measurement.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    assertThat(Measurement.best(List.of(4.0, 1.0, 3.0))).isEqualTo(1);
  }
}
