package fcn4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultException;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which results are shown, and how. */
class ReportTest {
  @TempDir private Path folder;

  private static Run run(String date, double load) {
    return new Run(
        date + "-onednn",
        "a processor, 2 processors, 25 GB",
        2,
        null,
        Map.of("oneDNN", "3.11.0"),
        "a runtime 25",
        "0123456789abcdef0123456789abcdef01234567",
        date,
        load,
        0,
        "a command",
        List.of(new MeasuredCeiling("onednn", "fp32", 0.25, 20, null)));
  }

  private static final Run QUIET = run("2026-01-02T03:04:05Z", 0.1);

  private static Measurement measurement(
      String kind,
      String name,
      String pass,
      String size,
      int batch,
      double millis,
      @Nullable Long products,
      Map<String, String> detail) {
    return new Measurement(
        kind,
        name,
        pass,
        "onednn",
        "fp32",
        size,
        batch,
        2,
        millis,
        millis - 0.5,
        List.of(millis),
        null,
        products,
        products == null ? null : 1_000_000_000L,
        1_190_600_000L,
        detail,
        List.of());
  }

  private static ResultLine net(Run run, double millis) {
    return new ResultLine(
        run,
        measurement("net", "fcn8s", "forward", "500x500", 1, millis, 50_000_000_000L, Map.of()));
  }

  private static ResultLine scaling(int side, int batch, double millis) {
    Map<String, String> detail = Map.of("predictedBytes", "1190700000");
    String size = side + "x" + side;
    return new ResultLine(
        QUIET, measurement("scaling", "fcn8s", "forward", size, batch, millis, null, detail));
  }

  private static ResultLine peer(String who, String version, String configuration, double millis) {
    Map<String, String> detail =
        Map.of("who", who, "version", version, "configuration", configuration);
    return new ResultLine(
        QUIET, measurement("peer", "fcn8s", "train", "500x500", 1, millis, null, detail));
  }

  private static ResultLine largest(Run run, int side) {
    String next = (side + 1) + "x" + (side + 1);
    return new ResultLine(
        run,
        measurement(
            "largest",
            "fcn8s",
            "forward",
            side + "x" + side,
            1,
            9000,
            null,
            Map.of(
                "sought",
                "size",
                "memoryBytes",
                "4000000000",
                "predictedBytes",
                "1200000000",
                "nextSize",
                next,
                "nextBatch",
                "1",
                "nextBytes",
                "4001000000")));
  }

  private static List<ResultLine> all() {
    List<ResultLine> all = new ArrayList<>();
    all.add(net(run("2026-01-01T03:04:05Z", 0), 700));
    all.add(net(QUIET, 800));
    all.add(net(run("2026-01-03T03:04:05Z", 1.5), 900));
    all.add(scaling(500, 1, 790));
    all.add(scaling(1024, 1, 3300));
    all.add(scaling(256, 1, 220));
    all.add(scaling(256, 2, 430));
    all.add(peer("fcn4j", "fcn4j", "fused", 4000));
    all.add(peer("PyTorch", "PyTorch 2", "eager-nchw", 9000));
    all.add(peer("PyTorch", "PyTorch 2", "eager-nhwc", 8000));
    all.add(largest(run("2026-01-01T03:04:05Z", 0), 1700));
    all.add(largest(QUIET, 1804));
    return all;
  }

  private static String section(String name) {
    String page =
        "<!-- %1$s: written by benchmarks/report -->\n<!-- %1$s: end -->\n".formatted(name);
    return Report.of(all()).page("a page", page, "pictures/");
  }

  @Test
  void theNewestQuietRunIsShown() {
    assertThat(section("nets"))
        .contains(
            "| fcn8s | forward | 500x500, 1 | onednn, fp32 | 800 | 1.25 | 0.125 | 50 % | 1191 |",
            "a processor, 2 processors, 25 GB; oneDNN 3.11.0; 2026-01-02; commit 0123456; ceiling fp32 0.250 TFLOP/s, 20.0 GB/s.")
        .doesNotContain("| 700 |", "| 900 |");
    assertThat(section("passed-over")).contains("2026-01-03T03:04:05Z-onednn", "1.5 processors");
  }

  @Test
  void theFastestConfigurationOfAPeerIsShownWithItsRatio() {
    assertThat(section("peers"))
        .contains("| **fcn4j**, fused | fp32 | 4000 (4000) | 1191 |  |  |")
        .contains("| PyTorch 2, eager-nhwc | fp32 | 8000 (8000) | 1191 | 0.50 | 1.00 |")
        .contains("![peers a processor](pictures/peers-a-processor.png)")
        .doesNotContain("eager-nchw");
    assertThat(section("all-peers")).contains("eager-nchw");
  }

  @Test
  void theLargestIsShownWhateverItIs() {
    assertThat(section("largest"))
        .contains("| 4.00 GB | 1804x1804, 1 | 1200 | 1191 | 9000 | 1805x1805, 1: 4001 MB |")
        .doesNotContain("1700x1700");
  }

  @Test
  void thePapersTimesStandBesideOurs() {
    assertThat(section("paper"))
        .contains("| FCN-8s | about 175 (Table 3) | fcn8s | 790 | a processor")
        .contains("| FCN-AlexNet | 50 (Table 1) | fcn-alexnet | – | not measured |");
  }

  @Test
  void picturesAreMadeOfWhatWasMeasured() {
    assertThat(Report.of(all()).pictures().keySet())
        .containsExactly(
            "time-by-size-a-processor.png",
            "memory-by-size-a-processor.png",
            "time-by-batch-a-processor.png",
            "peers-a-processor.png");
    assertThat(Report.of(List.of(net(run("2026-01-03T03:04:05Z", 2), 900))).pictures()).isEmpty();
  }

  @Test
  void operationsStandUnderTheRoofline() {
    List<ResultLine> lines =
        List.of(
            new ResultLine(
                QUIET,
                measurement(
                    "convolution",
                    "conv3_2",
                    "forward",
                    "500x500",
                    1,
                    80,
                    18_000_000_000L,
                    Map.of())),
            new ResultLine(
                QUIET,
                measurement("kernel", "MAX_POOL_2D", "forward", "500x500", 1, 60, 0L, Map.of())));
    Report report = Report.of(lines);

    assertThat(report.pictures()).containsOnlyKeys("roofline-a-processor.png");
    String page = "<!-- kernels: written by benchmarks/report -->\n<!-- kernels: end -->\n";
    assertThat(report.page("p", page, ""))
        .contains(
            "| MAX_POOL_2D | forward | 500x500, 1 | onednn, fp32 | 60.0 | – | 16.7 | – | 83 % |");
  }

  @Test
  void pagesWithoutSectionsAreRefused() {
    assertThatThrownBy(() -> Page.with("a.md", "text", Map.of()))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("a.md has no section");
    assertThatThrownBy(() -> section("horses"))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("'horses'");
  }

  @Test
  void writingTwiceChangesNothing() throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    for (Path page : Report.PAGES.keySet()) {
      Files.writeString(
          folder.resolve(page),
          "# A\n<!-- nets: written by benchmarks/report -->\nold\n<!-- nets: end -->\nB\n");
    }
    Report.of(all()).write(folder);
    String first = Files.readString(folder.resolve("README.md"));
    Report.of(all()).write(folder);

    assertThat(Files.readString(folder.resolve("README.md")))
        .isEqualTo(first)
        .startsWith("# A\n")
        .endsWith("<!-- nets: end -->\nB\n")
        .doesNotContain("old");
    assertThat(folder.resolve("docs/images/peers-a-processor.png")).isNotEmptyFile();
  }
}
