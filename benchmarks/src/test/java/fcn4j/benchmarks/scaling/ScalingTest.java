package fcn4j.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.ResultLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small nets are measured over a few sizes; the largest is predicted and found to fit. */
class ScalingTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream log = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String log() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void seriesAndLargestAreKeptAsLines() throws IOException {
    Path file = folder.resolve("scaling.jsonl");

    int status =
        Scaling.run(
            log,
            "--series=fcn8s-tiny:forward:32,48 fcn8s-tiny:train:32*1,2",
            "--largest=fcn8s-tiny:forward,fcn8s-tiny:train",
            "--largest-batch-side=32",
            "--memory=12m",
            "--passes=1",
            "--seconds=0",
            "--results=" + file);

    assertThat(status).as(log()).isZero();
    List<ResultLine> lines = ResultFile.read(file);
    assertThat(lines.stream().map(ScalingTest::subject))
        .startsWith(
            "scaling fcn8s-tiny forward 32x32 1",
            "scaling fcn8s-tiny forward 48x48 1",
            "scaling fcn8s-tiny train 32x32 1",
            "scaling fcn8s-tiny train 32x32 2")
        .hasSize(8);
    assertThat(lines)
        .allSatisfy(line -> {
          Measurement one = line.measurement();
          long predicted = Long.parseLong(one.detail().get("predictedBytes"));
          assertThat(one.peakBytes()).isBetween(predicted * 3 / 4, predicted);
          assertThat(one.percentOfCeiling(line.run())).isPositive();
        });
    assertThat(lines.subList(4, 8))
        .allSatisfy(line -> {
          assertThat(line.measurement().kind()).isEqualTo("largest");
          assertThat(line.measurement().peakBytes()).isLessThanOrEqualTo(12_000_000);
          assertThat(Long.parseLong(line.measurement().detail().get("nextBytes")))
              .isGreaterThan(12_000_000);
        });
  }

  private static String subject(ResultLine line) {
    Measurement one = line.measurement();
    return "%s %s %s %s %d".formatted(one.kind(), one.name(), one.pass(), one.size(), one.batch());
  }

  @Test
  void aSeriesEndsWhereTimeOrMemoryIsOver() {
    String series = "--series=fcn8s-tiny:forward:32,48";
    assertThat(Scaling.run(log, series, "--largest=none", "--seconds=0", "--budget=0")).isZero();
    assertThat(log()).contains("32x32, batch 1: no time is left: the series ends here");

    assertThat(
            Scaling.run(
                log,
                "--series=fcn8s-tiny:forward:32",
                "--largest=fcn8s-tiny:forward",
                "--memory=0.1m"))
        .isZero();
    assertThat(log()).contains("not even one image fits");
  }

  @Test
  void whatFailsIsNamedAndTheRestGoesOn() {
    int status =
        Scaling.run(
            log,
            "--series=fcn-googlenet-8s-narrow:forward:8,64 fcn8s-tiny:forward:32",
            "--largest=none",
            "--passes=1",
            "--seconds=0");

    assertThat(status).isOne();
    assertThat(log())
        .contains("fcn-googlenet-8s-narrow forward, 8x8, batch 1 FAILED: ")
        .contains("fcn8s-tiny forward, 32x32, batch 1: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--series=fcn8s-tiny | 'fcn8s-tiny' is no series",
        "--series=fcn8s-tiny:forward:0 | '0' in 'fcn8s-tiny:forward:0'",
        "--series=fcn8s-tiny:forward:4*1*2 | more than one '*'",
        "--series=fcn8s-tiny:backward:40 | 'backward' is no pass",
        "--series=lenet:forward:28 | lenet classifies whole images",
        "--memory=4 | --memory 4 is no size",
        "--largest=fcn8s-tiny | 'fcn8s-tiny' is not NET:PASS",
        "--device=abacus | --device abacus",
        "--precision=fp8 | --precision fp8",
      },
      quoteCharacter = '`')
  void wrongArgumentsAreNamed(String argument, String complaint) {
    List<String> args =
        new ArrayList<>(List.of("--series=fcn8s-tiny:forward:32", "--largest=none", "--budget=0"));
    args.removeIf(one -> argument.startsWith(one.substring(0, one.indexOf('=') + 1)));
    args.add(argument);

    assertThat(Scaling.run(log, args.toArray(String[]::new))).isEqualTo(2);
    assertThat(log()).contains(complaint);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "9, 1", "2002, 19", "2003, 20", "2049, 20", "1e9, 1000"})
  void theSearchFindsTheLast(double limit, long largest) {
    LargestSearch search = new LargestSearch(n -> n * n, n -> 5 * n * n + 3, (long) limit);

    LargestSearch.Found found = search.search(1000);

    assertThat(found.largest()).isEqualTo(largest);
    assertThat(found.needed()).isEqualTo(largest == 0 ? 0 : 5 * largest * largest + 3);
    if (largest < 1000) {
      assertThat(found.nextNeeded()).isEqualTo(5 * (largest + 1) * (largest + 1) + 3);
    }
  }

  @Test
  void whatCannotBeDoneEndsTheSearch() {
    LargestSearch search = new LargestSearch(n -> n, n -> n > 700 ? -1 : n, 100_000);

    LargestSearch.Found found = search.search(30_000);

    assertThat(found.largest()).isEqualTo(700);
    assertThat(found.nextNeeded()).isNegative();
  }

  @Test
  void sizesOfMemoryAreRead() {
    assertThat(Scaling.bytes("4g")).isEqualTo(4_000_000_000L);
    assertThat(Scaling.bytes("1.5G")).isEqualTo(1_500_000_000L);
    assertThat(Scaling.bytes("500m")).isEqualTo(500_000_000L);
    assertThatThrownBy(() -> Scaling.bytes("lots")).hasMessageContaining("--memory lots");
  }
}
