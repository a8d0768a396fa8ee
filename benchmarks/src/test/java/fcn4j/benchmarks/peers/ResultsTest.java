package fcn4j.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.benchmarks.results.Machine;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of measured times: ratios, lines of a file, the page's table. */
class ResultsTest {
  @TempDir private Path folder;

  private static Outcome outcome(
      String who, String configuration, double millis, double megabytes, double load, String date) {
    Machine machine = new Machine("a processor", 2, 24_000);
    Outcome.Run run = new Outcome.Run(machine, load, 2, "0123456789abcdef", date);
    return new Outcome(
        "fcn8s",
        "500x500",
        1,
        "forward",
        who,
        configuration,
        who + " 1.0",
        2,
        millis,
        millis - 1,
        List.of(millis, millis - 1),
        megabytes,
        null,
        null,
        1e-6,
        run);
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
  }

  @Test
  void withoutPeersThereAreNoRatios() {
    List<Outcome> alone = run(900, 0.5, "2026-01-02T03:04:05Z").subList(0, 1);

    assertThat(Results.withRatios(alone).getFirst().timeRatio()).isNull();
    assertThat(ComparisonTable.text(alone)).contains("fcn4j", "900.0");
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
        .startsWith(first.getFirst())
        .endsWith(second.getLast());
    assertThat(Results.read(folder.resolve("none.jsonl"))).isEmpty();
  }

  @Test
  void theTableHasTheNewestQuietRunAndTheFastestConfigurations() {
    List<Outcome> all = new java.util.ArrayList<>(run(700, 0.5, "2026-01-01T03:04:05Z"));
    all.addAll(run(900, 0.5, "2026-01-02T03:04:05Z"));
    all.addAll(run(800, 5, "2026-01-03T03:04:05Z"));

    String table = ComparisonTable.markdown(all);

    assertThat(table)
        .contains("| **fcn4j** | 900 (899) | 600 |")
        .contains("| ONNX Runtime 1.0, default | 1500 (1499) | 2400 | 0.60 | 0.25 |")
        .contains("| PyTorch 1.0, frozen-nhwc | 2000 (1999) | 2000 | 0.45 | 0.30 |")
        .contains("a processor, 2 processors, 24 GB; 2026-01-02, commit 0123456.")
        .doesNotContain("eager", "700", "800");
    assertThat(ComparisonTable.markdown(all.subList(8, 12))).contains("No run on a quiet machine");
  }

  @Test
  void theTableComesBetweenTheMarkers() {
    String page = "before\n" + TablePage.BEGIN + "old\n" + TablePage.END + "after\n";

    assertThat(TablePage.with(page, "new\n"))
        .isEqualTo("before\n" + TablePage.BEGIN + "new\n" + TablePage.END + "after\n");
    assertThatThrownBy(() -> TablePage.with("no markers", "new\n"))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("cpu-peers");
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

    assertThat(Agreement.worst(List.of(gradient, loss))).isEqualTo(loss);
    assertThat(Agreement.worst(List.of(gradient, broken, loss))).isEqualTo(broken);
  }

  @Test
  void gradientsMayDifferMoreThanScores() {
    assertThat(new Agreement("scores.f32", 1, 9e-5, 9e-5).close()).isTrue();
    assertThat(new Agreement("scores.f32", 1, 2e-4, 9e-5).close()).isFalse();
    assertThat(new Agreement("loss.f32", 1, 9e-5, 2e-4).close()).isFalse();
    assertThat(new Agreement("fc6.weight.f32", 1, 4e-3, 4e-3).close()).isTrue();
    assertThat(new Agreement("fc6.weight.f32", 1, 6e-3, 4e-3).close()).isFalse();
  }

  @Test
  void numbersThatAreNotFiniteNeverAgree() {
    FloatBuffer bad = FloatBuffer.wrap(new float[] {Float.NaN});

    assertThat(Agreement.of("x", bad, bad).close()).isFalse();
    assertThatThrownBy(() -> Agreement.of("x", bad, FloatBuffer.allocate(2)))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("1 values here and 2 there");
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Outcome.median(List.of(4.0, 1.0, 3.0))).isEqualTo(3);
    assertThat(Outcome.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    assertThat(Outcome.best(List.of(4.0, 1.0, 3.0))).isEqualTo(1);
  }
}
