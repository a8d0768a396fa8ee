package fcn4j.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of results: complete, read as they were written, and refused when they are damaged. */
class ResultFileTest {
  private static final MeasuredCeiling CEILING =
      new MeasuredCeiling("onednn", "fp32", 0.25, 20, null);

  @TempDir private Path folder;

  private static Run run(double before, double after) {
    return new Run(
        "20260131T100000Z-onednn-0123456",
        "a processor, 2 processors, 25 GB",
        2,
        null,
        Map.of("oneDNN", "3.11.0"),
        "a runtime 25",
        "0123456789abcdef0123456789abcdef01234567",
        "2026-01-31T10:00:00Z",
        before,
        after,
        "benchmarks/run",
        List.of(CEILING));
  }

  private static Measurement measurement(String precision) {
    return new Measurement(
        "net",
        "fcn8s",
        "forward",
        "onednn",
        precision,
        "500x375",
        4,
        2,
        800,
        790,
        List.of(810.0, 790.0),
        null,
        50_000_000_000L,
        2_000_000_000L,
        null,
        Map.of("margin", "reach"),
        List.of());
  }

  @Test
  void linesAreReadAsTheyWereWritten() throws IOException {
    Path file = folder.resolve("new/results.jsonl");
    ResultFile.append(file, run(0, 0), List.of(measurement("fp32")));
    ResultFile.append(file, run(0.1, 0), List.of(measurement("bf16")));

    assertThat(ResultFile.read(file))
        .containsExactly(
            new ResultLine(run(0, 0), measurement("fp32")),
            new ResultLine(run(0.1, 0), measurement("bf16")));
    assertThat(ResultFile.readAll(folder.resolve("new"))).hasSize(2);
  }

  private static Measurement inRounds() {
    Measurement one = measurement("fp32");
    return new Measurement(
        one.kind(),
        one.name(),
        one.pass(),
        one.backend(),
        one.precision(),
        one.size(),
        one.batch(),
        one.threads(),
        one.medianMillis(),
        one.bestMillis(),
        one.millis(),
        one.deviceMillis(),
        one.multiplyAdds(),
        one.bytes(),
        one.peakBytes(),
        one.detail(),
        List.of(
            new Round(1, 390, null, 1.0, null),
            new Round(1, 410, null, 2.0, null),
            new Round(1, 400, null, 1.0, null)));
  }

  @Test
  void aTimeFromRoundsIsTheSteadyOne() throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, run(0, 0), List.of(inRounds()));

    assertThat(ResultFile.read(file)).containsExactly(new ResultLine(run(0, 0), inRounds()));
    assertThat(inRounds().shownMillis()).isEqualTo(400);
    assertThat(inRounds().imagesPerSecond()).isEqualTo(10);
    JsonNode line = new JsonMapper().readTree(Files.readAllLines(file).getFirst());
    assertThat(line.path("medianMillis").asDouble()).isEqualTo(800);
    assertThat(line.path("steadyMillis").asDouble()).isEqualTo(400);
    assertThat(line.path("settled").isBoolean()).isTrue();
    assertThat(line.path("settled").asBoolean()).isFalse();
    assertThat(line.path("speed").asDouble()).isEqualTo(0.5);
    assertThat(line.path("rounds").path(1).path("speed").asDouble()).isEqualTo(0.5);
    assertThat(line.path("rounds").path(2).path("speed").asDouble()).isOne();
    assertThat(line.path("teraflops").asDouble()).isEqualTo(0.25);
    assertThat(line.path("percentOfCeiling").asDouble()).isCloseTo(100, within(1e-9));
  }

  /** What follows from the rounds is computed from them, whatever the line says. */
  @Test
  void onlyTheRoundsOfALineCount() throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, run(0, 0), List.of(inRounds()));
    String line = Files.readString(file);
    String other =
        line.replace("\"steadyMillis\":400.0", "\"steadyMillis\":1.0")
            .replace("\"settled\":false", "\"settled\":true")
            .replace("\"speed\":0.5", "\"speed\":0.1");
    assertThat(other).isNotEqualTo(line).doesNotContain("400.0,\"settled", "\"speed\":0.5");
    Files.writeString(file, other);

    Measurement read = ResultFile.read(file).getFirst().measurement();
    assertThat(read).isEqualTo(inRounds());
    assertThat(read.shownMillis()).isEqualTo(400);
    assertThat(read.settled()).isFalse();
    assertThat(read.speed()).isEqualTo(0.5);
  }

  /** Lines of what took turns in one process may lack the fields of rounds. */
  @Test
  void linesWithoutRoundsAreRead() throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, run(0, 0), List.of(measurement("fp32")));
    String line = Files.readString(file);
    String older =
        line.replace(",\"rounds\":[]", "")
            .replace(",\"steadyMillis\":null,\"settled\":null,\"speed\":null", "");
    assertThat(older).doesNotContain("rounds", "steadyMillis", "settled", "speed");
    Files.writeString(file, older);

    Measurement read = ResultFile.read(file).getFirst().measurement();
    assertThat(read).isEqualTo(measurement("fp32"));
    assertThat(read.shownMillis()).isEqualTo(800);
    assertThat(read.speed()).isNull();
  }

  @Test
  void linesCanTakeThePlaceOfOthers() throws IOException {
    Path file = folder.resolve("results.jsonl.partial");
    ResultFile.replace(file, run(0, 0), List.of(measurement("fp32"), measurement("bf16")));
    ResultFile.replace(file, run(0, 0), List.of(measurement("bf16")));

    assertThat(ResultFile.read(file))
        .containsExactly(new ResultLine(run(0, 0), measurement("bf16")));
  }

  @Test
  void linesTellWhatFollowsFromOtherValues() throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, run(0, 0), List.of(measurement("fp32"), measurement("bf16")));

    JsonNode line = new JsonMapper().readTree(Files.readAllLines(file).getFirst());
    assertThat(line.path("imagesPerSecond").asDouble()).isEqualTo(5);
    assertThat(line.path("teraflops").asDouble()).isEqualTo(0.125);
    assertThat(line.path("gigabytesPerSecond").asDouble()).isEqualTo(2.5);
    assertThat(line.path("percentOfCeiling").asDouble()).isCloseTo(50, within(1e-9));
    JsonNode other = new JsonMapper().readTree(Files.readAllLines(file).getLast());
    assertThat(other.path("percentOfCeiling").isNull()).isTrue();
  }

  @Test
  void theCeilingIsTheSlowerOfComputingAndMoving() {
    assertThat(CEILING.millis(1_000_000_000, 1)).isCloseTo(8, within(1e-9));
    assertThat(CEILING.millis(1, 1_000_000_000)).isCloseTo(50, within(1e-9));
  }

  @Test
  void theBetterCeilingIsThatOfBothRates() {
    MeasuredCeiling other = new MeasuredCeiling("onednn", "fp32", 0.2, 30, null);

    assertThat(MeasuredCeiling.best(List.of(CEILING, other)))
        .isEqualTo(MeasuredCeiling.best(List.of(other, CEILING)))
        .isEqualTo(new MeasuredCeiling("onednn", "fp32", 0.25, 30, null));
  }

  /** Copies may be faster with threads apart, where benchmarks do not count. */
  @Test
  void aCeilingWithThreadsApartDoesNotCount() {
    MeasuredCeiling near = new MeasuredCeiling("onednn", "fp32", 0.2, 33, 28.0);
    MeasuredCeiling nearest = new MeasuredCeiling("onednn", "fp32", 0.1, 34, 26.0);
    MeasuredCeiling apart = new MeasuredCeiling("onednn", "fp32", 0.3, 50, 150.0);

    assertThat(MeasuredCeiling.best(List.of(apart, near, nearest)))
        .isEqualTo(new MeasuredCeiling("onednn", "fp32", 0.2, 34, 26.0));
    assertThat(MeasuredCeiling.best(List.of(apart))).isEqualTo(apart);
  }

  @Test
  void aRunIsBusyByTheShareOfProcessors() {
    assertThat(run(0.4, 0.4).busy()).isFalse();
    assertThat(run(0.6, 0).busy()).isTrue();
    assertThat(run(0, 0.6).busy()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"kind\":\"net\"; \"kind\":\"nets\"; 'kind' must be one of",
        "\"size\":\"500x375\"; \"size\":\"500\"; 'size' must be WIDTHxHEIGHT",
        "\"batch\":4; \"batch\":0; 'batch' must be a positive number",
        "\"batch\":4,; ``; batch",
        "\"medianMillis\":800.0; \"medianMillis\":-1; 'medianMillis' must be a positive number",
        "\"millis\":[810.0,790.0],; ``; 'millis' is missing",
        "\"name\":\"fcn8s\",; ``; 'name' is missing",
        "\"date\":\"2026-01-31T10:00:00Z\"; \"date\":\"today\"; 'run.date' must be like",
        "\"run\":{; \"ran\":{; no JSON object with an object 'run'",
        "}}; ``; line 2",
      })
  void aDamagedLineIsNamed(String from, String to, String complaint) throws IOException {
    Path file = folder.resolve("results.jsonl");
    ResultFile.append(file, run(0, 0), List.of(measurement("fp32"), measurement("bf16")));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.getLast()).contains(from);
    Files.write(file, List.of(lines.getFirst(), lines.getLast().replace(from, to)));

    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("results.jsonl, line 2 is no result: ")
        .hasMessageContaining(complaint);
  }

  @Test
  void anEmptyLineIsNoResult() throws IOException {
    Path file = folder.resolve("results.jsonl");
    Files.writeString(file, "\n");

    assertThatThrownBy(() -> ResultFile.read(file)).isInstanceOf(ResultException.class);
  }

  @Test
  void aRunKnowsWhereAndWithWhatItIs() throws IOException {
    Run begun = Runs.begin("onednn", "a command");
    Run ended = Runs.end(begun).withCeilings(List.of(CEILING));

    assertThat(begun.device()).contains(Runtime.getRuntime().availableProcessors() + " processors");
    assertThat(begun.id()).contains("-onednn-" + CommitName.shortened(begun.commit()));
    assertThat(begun.java()).contains(Runtime.version().toString());
    assertThat(begun.loadAfter()).isEqualTo(begun.loadBefore());
    assertThat(ended.id()).isEqualTo(begun.id());
    assertThat(ended.ceiling("onednn", "fp32")).contains(CEILING);
    assertThat(ended.ceiling("cuda", "fp32")).isEmpty();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Measurement.median(List.of(4.0, 1.0, 3.0))).isEqualTo(3);
    assertThat(Measurement.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    assertThat(Measurement.best(List.of(4.0, 1.0, 3.0))).isEqualTo(1);
    assertThatThrownBy(() -> Measurement.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
