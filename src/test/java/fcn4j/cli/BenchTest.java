package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fcn4j.graph.Margin;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.profile.Ceiling;
import fcn4j.profile.Profile;
import fcn4j.testing.TestGpu;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fcn4j bench} as a user runs it: what it prints, whatever the times. */
class BenchTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  private static CommandRun bench(String device, Object... more) {
    List<Object> args = new ArrayList<>(List.of("bench", "--device", device, "--repeat", 2));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  @Test
  void showsWhereTheTimeOfAForwardPassGoes() {
    CommandRun run = bench("reference", "--net", "fcn8s-digits", "--size", "40x30", "--all");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("fcn8s-digits, 21 classes, image 40x30, batch 1, forward pass, 2 repetitions")
        .contains("on processor")
        .containsPattern("ceiling, measured now: matrix product [0-9.]+ TFLOP/s, copy [0-9.]+ GB/s")
        .containsPattern(
            "relu1 +Conv2dRelu 3 pad 17 +\\(16,62,72\\) +[0-9.]+ +[0-9.]+ % +[0-9.]+ +[0-9]+ %")
        .containsPattern("pool1 framed +Frame +\\(16,")
        .containsPattern("prediction +UpsampleArgMax .*\\(1,30,40\\)")
        .containsPattern("sum of the nodes +[0-9.]+ +100.0 %")
        .containsPattern("measured as a whole +[0-9.]+ +[0-9.]+ +[0-9]+ % +[0-9.]+")
        .containsPattern("peak memory [0-9.]+ MB")
        .contains("blank picture")
        .doesNotContain("backward")
        .doesNotContain(" more below");
  }

  @Test
  void foldsWhatTakesLittle() {
    CommandRun run = bench("cpu", "--net", "fcn8s-narrow", "--size", "64x48", "--pass", "train");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("training step")
        .containsPattern("\\d+ more below 1 %; see --all")
        .containsPattern("forward +[0-9.]+ +[0-9.]+ %")
        .containsPattern("backward +[0-9.]+ +[0-9.]+ %")
        .containsPattern("update +[0-9.]+ +[0-9.]+ %")
        .doesNotContain("blank picture");
  }

  @Test
  void jsonAndTraceTellTheSame() throws IOException {
    Path trace = folder.resolve("deeper/trace.json");
    CommandRun run =
        bench(
            "cpu",
            "--net",
            "fcn16s-digits",
            "--size",
            "40x30",
            "--batch",
            2,
            "--classes",
            4,
            "--pass",
            "train",
            "--json",
            "--trace",
            trace);
    assertThat(run.status()).as(run.err()).isZero();
    List<JsonNode> lines = run.lines().stream().map(JSON::readTree).toList();
    JsonNode totals = lines.getLast();
    assertThat(totals.get("net").asString()).isEqualTo("fcn16s-digits");
    assertThat(totals.get("classes").asInt()).isEqualTo(4);
    assertThat(totals.get("image").asString()).isEqualTo("40x30");
    assertThat(totals.get("batch").asInt()).isEqualTo(2);
    assertThat(totals.get("wholeMillis").size()).isEqualTo(2);
    assertThat(totals.get("peakBytes").asLong()).isPositive();
    assertThat(totals.get("ceilingTeraflops").asDouble()).isPositive();
    Map<String, Double> medians = new HashMap<>();
    double sum = 0;
    for (JsonNode node : lines.subList(0, lines.size() - 1)) {
      double median = node.get("medianMillis").asDouble();
      medians.put(node.get("pass").asString() + " " + node.get("node").asString(), median);
      sum += median;
    }
    assertThat(sum).isEqualTo(totals.get("sumMillis").asDouble(), within(1e-6));
    assertThat(medians.keySet())
        .contains("forward relu1", "forward loss", "backward loss", "backward relu1")
        .contains("update fcn16s-digits");
    assertThat(mediansOf(trace)).hasSameSizeAs(medians);
    mediansOf(trace)
        .forEach((node, median) ->
            assertThat(median).as(node).isEqualTo(medians.get(node), within(1e-6)));
  }

  /** Medians of the events by pass and node; they must follow each other without overlap. */
  private static Map<String, Double> mediansOf(Path trace) throws IOException {
    Map<String, List<Double>> millis = new HashMap<>();
    double end = 0;
    for (JsonNode event : JSON.readTree(Files.readString(trace)).get("traceEvents")) {
      if (event.get("ph").asString().equals("X")) {
        assertThat(event.get("ts").asDouble()).isGreaterThanOrEqualTo(end - 1e-6);
        end = event.get("ts").asDouble() + event.get("dur").asDouble();
        String key = event.get("cat").asString() + " " + event.get("name").asString();
        millis.computeIfAbsent(key, _ -> new ArrayList<>()).add(event.get("dur").asDouble() / 1000);
      }
    }
    Map<String, Double> medians = new HashMap<>();
    millis.forEach((key, values) -> medians.put(key, Profile.median(values)));
    return medians;
  }

  @Test
  void takesNetAndValuesOfACheckpoint() throws IOException {
    TinyDataset data = new TinyDataset(folder.resolve("data"), 2);
    Path run = folder.resolve("run");
    CommandRun trained =
        CommandRun.of(
            "train",
            "--net",
            "fcn8s-digits",
            "--data",
            "folder:" + data.root(),
            "--out",
            run,
            "--device",
            "reference",
            "--iterations",
            1);
    assertThat(trained.status()).as(trained.err()).isZero();
    Path weights = run.resolve("checkpoints/last.safetensors");
    CommandRun own = bench("reference", "--weights", weights, "--size", "40x30");
    assertThat(own.status()).as(own.err()).isZero();
    assertThat(own.out()).contains("fcn8s-digits, 2 classes, image 40x30");
    assertThat(own.err()).contains("weights from " + weights);
    CommandRun other =
        bench("reference", "--net", "fcn16s-digits", "--weights", weights, "--size", "40x30");
    assertThat(other.status()).as(other.err()).isZero();
    assertThat(other.out()).contains("fcn16s-digits, 21 classes");
  }

  @Test
  @Tag("gpu")
  void onTheGpu() {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new DevicesCommand()).setOut(new PrintWriter(out, true));
    MeasuredNet net =
        new MeasuredNet(
            Nets.entry("fcn8s-digits"),
            Nets.build("fcn8s-digits", NetOptions.of(3)),
            new ImageSize(20, 16),
            1,
            3);
    Output quiet = Output.messagesOnly(command.getCommandSpec());
    try (Backend gpu = TestGpu.open()) {
      Ceiling ceiling = Ceiling.measure(gpu);
      for (boolean training : new boolean[] {false, true}) {
        Profile profile =
            net.measure(gpu, training, Optional.empty(), Margin.REACH, 2, quiet, _ -> {});
        OptionalDouble unknown = OptionalDouble.empty();
        BenchResult result =
            new BenchResult("a title", net, profile, ceiling, gpu, unknown, unknown);
        assertThat(result.isBusy()).isFalse();
        String table = new BenchTable(result, true).text();
        assertThat(table)
            .contains("a title, 2 repetitions", "on " + gpu.description(), "sum of the nodes")
            .doesNotContain("kept busy");
        assertThat(table.contains("SgdUpdate")).isEqualTo(training);
      }
    }
  }

  private static void assertRefused(CommandRun run, String... texts) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(texts).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @Test
  void refusesWhatCannotBeMeasured() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertRefused(
        bench("reference", "--net", "fcn8s", "--trace", file.resolve("a/trace.json")),
        "can't write in " + file);
    assertRefused(bench("reference"), "--net", "--weights");
    assertRefused(bench("reference", "--net", "fcn9s"), "fcn9s", "fcn8s");
    assertRefused(bench("reference", "--net", "fcn8s", "--batch", 0), "--batch", "at least 1");
    assertRefused(bench("reference", "--net", "fcn8s", "--classes", -1), "--classes");
    assertRefused(bench("reference", "--net", "fcn8s", "--size", "big"), "'big' is no image size");
    assertRefused(bench("reference", "--net", "fcn8s", "--pass", "back"), "back");
    assertRefused(bench("reference", "--net", "fcn8s", "--trace", folder), "is a folder");
    assertRefused(
        bench("reference", "--net", "googlenet", "--pass", "train"), "1000 classes has no loss");
    assertRefused(
        bench("cpu", "--net", "fcn8s", "--pass", "train", "--precision", "bf16"), "inference");
    assertRefused(bench("reference", "--net", "fcn-googlenet-32s", "--size", "8x8"), "smaller");
    assertRefused(
        bench("reference", "--weights", folder.resolve("none.safetensors")), "none.safetensors");
    assertThat(CommandRun.of("bench", "--net", "fcn8s", "--repeat", 0).err())
        .contains("--repeat must be at least 1, got 0");
  }

  @Test
  void loadOfOthersIsKnownWhereTheSystemCountsIt() {
    MachineLoad load = new MachineLoad();
    long until = System.nanoTime() + 50_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    OptionalDouble others = load.ofOthers();
    if (Files.exists(Path.of("/proc/stat"))) {
      assertThat(others).isPresent();
    }
    assertThat(others.orElse(0)).isNotNegative();
    assertThat(MachineLoad.isBusy(OptionalDouble.of(1000))).isTrue();
    assertThat(MachineLoad.isBusy(OptionalDouble.of(0.01))).isFalse();
    assertThat(MachineLoad.isBusy(OptionalDouble.empty())).isFalse();
  }
}
