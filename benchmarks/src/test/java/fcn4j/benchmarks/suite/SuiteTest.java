package fcn4j.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.ResultLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every benchmark runs once on small tensors, its checks included; nothing is measured. */
class SuiteTest {
  /** One short iteration, in this process, without copies that exceed a cache. */
  private static final String ONCE =
      "-wi 0 -i 1 -r 1ms -p spreadMegabytes=0 -p parameters=1000 -p pictures=2 -p size=40x32";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int run(String... arguments) {
    return run(new FixedSurroundings(), "-f 0", arguments);
  }

  private int run(Surroundings surroundings, String forks, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(Arrays.asList((ONCE + " " + forks).split(" ")));
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Suite.execute(out, surroundings, all.toArray(String[]::new));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static Set<String> values(List<ResultLine> lines, Function<Measurement, String> value) {
    return lines.stream().map(line -> value.apply(line.measurement())).collect(Collectors.toSet());
  }

  @Test
  void whatHasNoTimeLeftIsNamedAndLeftOut() {
    assertThat(run("--set", "data", "--budget", "0")).isZero();
    assertThat(printed()).contains("left out, the time was over", "DataBenchmark.decodeImages");
  }

  /** The machine's ceilings are measured here. */
  @Test
  void everyBenchmarkRunsOnOnednnAndIsReadBack() throws IOException {
    everyBenchmarkRuns(Surroundings.REAL, "cpu", "onednn");
  }

  @Test
  void everyBenchmarkRunsOnTheReferenceAndIsReadBack() throws IOException {
    everyBenchmarkRuns(new FixedSurroundings(), "reference", "reference");
  }

  private void everyBenchmarkRuns(Surroundings surroundings, String device, String backend)
      throws IOException {
    Path file = folder.resolve("results.jsonl");
    String[] options = {
      "-p", "device=" + device, "-p", "net=fcn8s-tiny", "--results", file.toString()
    };
    assertThat(run(surroundings, "-f 0", options)).as(printed()).isZero();

    List<ResultLine> lines = ResultFile.read(file);
    assertThat(values(lines, Measurement::kind))
        .containsExactlyInAnyOrder("net", "kernel", "convolution", "data");
    assertThat(values(lines, Measurement::pass))
        .contains(
            "predict",
            "forwardBackward",
            "update",
            "train",
            "forward",
            "backward",
            "gradientOfInput",
            "gradientOfWeights",
            "decodeImages",
            "decodeLabels",
            "resample",
            "prepare",
            "load",
            "prefetched");
    for (ResultLine line : lines) {
      Measurement one = line.measurement();
      if (!one.kind().equals("data")) {
        assertThat(one.backend()).isEqualTo(backend);
        assertThat(one.deviceMillis()).as(one.subject()).isPositive();
        assertThat(one.bytes()).as(one.subject()).isPositive();
        assertThat(one.peakBytes()).as(one.subject()).isPositive();
        assertThat(one.percentOfCeiling(line.run())).as(one.subject()).isPositive();
      }
    }
    assertThat(printed()).contains("% of ceiling").contains("fcn8s-tiny/conv2");
  }

  /** Operations that the VGG-shaped nets have not. */
  @Test
  void theKernelsOfOtherNetsRun() {
    String nets = "net=fcn8s-atonce-tiny,fcn-alexnet-narrow,fcn-googlenet-8s-narrow";
    assertThat(run("--set", "kernels", "-p", "device=cpu", "-p", nets)).as(printed()).isZero();
    assertThat(printed()).contains("Scale ", "Lrn ", "Concat ");
  }

  @Test
  void aPatternChoosesAsInJmh() {
    String[] options = {"DataBenchmark.decodeLabels", "-p", "device=cpu", "-v", "SILENT"};
    assertThat(run(options)).as(printed()).isZero();
    assertThat(printed()).contains("decodeLabels");
  }

  /** A benchmark that fails is named, with the reason, and makes the run fail. */
  @Test
  void aLayerThatIsNotThereFails() {
    String[] options = {
      "--set",
      "convolutions",
      "-p",
      "net=fcn8s-tiny",
      "-p",
      "layer=training/none",
      "-p",
      "device=reference"
    };
    assertThat(run(new FixedSurroundings(), "-f 1", options)).isEqualTo(1);
    assertThat(printed()).contains("FAILED").contains("has no layer 'training/none'");
  }

  /** Rounds in this process are only for the test; nothing but the file of results is left. */
  @Test
  void everyRoundCounts() throws IOException {
    Path file = folder.resolve("results.jsonl");
    String[] options = {
      "DataBenchmark.decodeLabels", "--rounds", "2", "--results", file.toString(), "-v", "SILENT"
    };
    assertThat(run(options)).as(printed()).isZero();
    assertThat(ResultFile.read(file)).hasSize(1);
    Measurement one = ResultFile.read(file).getFirst().measurement();
    assertThat(one.rounds()).hasSize(2).allMatch(round -> round.iterations() == 1);
    assertThat(one.millis()).hasSize(2);
    assertThat(one.steady()).isNotNull();
    assertThat(one.shownMillis()).isPositive();
    assertThat(one.settled()).isNull();
    assertThat(one.speed()).isPositive();
    assertThat(Files.list(folder)).containsExactly(file);
    assertThat(printed()).contains("The processor's speed, 1 at its best: ");
  }

  /** What was found before the run broke off is in the file of results. */
  @Test
  void aRunThatBreaksOffWritesWhatItHas() throws IOException {
    Surroundings broken =
        new FixedSurroundings(new IllegalArgumentException("the load can't be read"));
    Path file = folder.resolve("results.jsonl");
    String[] options = {"DataBenchmark.decodeLabels", "--results", file.toString(), "-v", "SILENT"};
    assertThat(run(broken, "-f 0", options)).isEqualTo(2);
    assertThat(printed()).contains("the load can't be read");
    assertThat(ResultFile.read(file)).hasSize(1);
    assertThat(Files.list(folder)).containsExactly(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rounds|-1|--rounds must be at least 1",
        "-p|nets=fcn8s|-p nets=fcn8s: write NAME=VALUE",
        "--layers|fcn9s|there is no net 'fcn9s'"
      })
  void aMistakeOnTheCommandLineIsNamed(String option, String value, String message) {
    assertThat(run(option, value)).isEqualTo(2);
    assertThat(printed()).contains(message);
  }

  @Test
  void layersAreListed() throws IOException {
    assertThat(run("--layers", "fcn8s-tiny")).isZero();
    assertThat(printed()).contains("training/loss", "UpsampleSoftmaxLoss", "windows/");
    assertThat(Files.list(folder)).isEmpty();
  }
}
