package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.testing.RealData;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.FloatType;
import fcn4j.weights.NpzWriter;
import fcn4j.weights.SafetensorsWriter;
import fcn4j.weights.WeightArray;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Weights in and out, as a user does it. */
class WeightCommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private TinyDataset data;

  @BeforeEach
  void makeData() throws IOException {
    data = new TinyDataset(folder.resolve("data"), 3);
  }

  private CommandRun train(String out, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("train", "--net", "fcn8s-digits", "--data", "folder:" + data.root()));
    args.addAll(List.of("--out", folder.resolve(out), "--device", "cpu", "--iterations", 2));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray());
  }

  private Path trained() {
    assertSuccess(train("run"));
    return folder.resolve("run/checkpoints/last.safetensors");
  }

  private static void assertSuccess(CommandRun run) {
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static void assertRefused(CommandRun run, String... texts) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(texts).doesNotContain("\tat ");
  }

  private Path convert(Path in, String out, Object... more) {
    Path target = folder.resolve(out);
    List<Object> args = new ArrayList<>(List.of("convert", in, target));
    args.addAll(Arrays.asList(more));
    assertSuccess(CommandRun.of(args.toArray()));
    return target;
  }

  @Test
  void aTrainedNetGoesOutAndIsScoredFromEveryFormat() {
    Path checkpoint = trained();
    String score = evaluate(checkpoint);
    Path caffe = convert(checkpoint, "net.caffemodel");
    for (Path weights :
        List.of(
            convert(checkpoint, "small.safetensors", "--weights-only"),
            convert(checkpoint, "bare.npz", "--weights-only"),
            caffe,
            convert(caffe, "again.safetensors"))) {
      boolean tells = weights.endsWith("small.safetensors");
      String seen =
          tells
              ? evaluate(weights)
              : evaluate(weights, "--net", "fcn8s-digits", "--scale", 1 / 64f);
      assertThat(seen).as(weights.toString()).isEqualTo(score);
    }
  }

  private String evaluate(Path weights, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("evaluate", "--weights", weights, "--data", "folder:" + data.root()));
    args.addAll(List.of("--device", "cpu", "--json"));
    args.addAll(Arrays.asList(more));
    CommandRun run = CommandRun.of(args.toArray());
    assertSuccess(run);
    JsonNode json = JSON.readTree(run.lines().getFirst());
    return json.get("meanIu") + " " + json.get("pixelAccuracy") + " " + json.get("loss");
  }

  @Test
  void segmentsWithWeightsOfElsewhere() {
    Path caffe = convert(trained(), "net.caffemodel");
    CommandRun run =
        CommandRun.of(
            "segment",
            data.image(0),
            "--weights",
            caffe,
            "--net",
            "fcn8s-digits",
            "--out",
            folder.resolve("out"),
            "--device",
            "cpu");
    assertSuccess(run);
    assertThat(run.out()).contains("class ");
    assertThat(folder.resolve("out/p0.labels.png")).exists();
    assertRefused(
        CommandRun.of("segment", data.image(0), "--weights", caffe), "net.caffemodel", "--net");
    assertRefused(
        CommandRun.of("segment", data.image(0), "--weights", caffe, "--net", "fcn8s-tiny"),
        "net.caffemodel",
        "conv");
  }

  @Test
  void aCaffeModelOfACheckpointHasTypesAndNoMomentum() {
    Path caffe = convert(trained(), "net.caffemodel");
    CommandRun run = CommandRun.of("inspect", caffe);
    assertSuccess(run);
    assertThat(run.out())
        .contains("net of Caffe")
        .contains("caffe.net: fcn8s-digits")
        .containsPattern("conv1 +Convolution +weight")
        .containsPattern("upscore_pool2 +Deconvolution +weight")
        .doesNotContain("momentum");
  }

  @Test
  void trainingTakesACaffeModelAndListsWhatDoesNotFit() {
    Path caffe = convert(trained(), "net.caffemodel");
    assertSuccess(train("same", "--weights", caffe, "--strict"));
    Path other = folder.resolve("other.npz");
    try (WeightFile file = WeightFiles.open(caffe)) {
      List<WeightEntry> entries = new ArrayList<>();
      for (WeightEntry entry : file.entries()) {
        boolean bias = entry.name().equals("score_fr.bias");
        entries.add(bias ? new WeightEntry(entry.name(), List.of(7)) : entry);
      }
      entries.add(new WeightEntry("fc8.bias", List.of(1)));
      ArrayReader values = ArrayReader.ofWhole(entry -> new float[(int) entry.count()]);
      NpzWriter.write(other, entries, values, FloatType.FLOAT32);
    }
    CommandRun run = train("listed", "--weights", other);
    assertSuccess(run);
    assertThat(run.err()).contains("score_fr.bias[7]", "fc8.bias", "not copied");
    assertRefused(train("strict", "--weights", other, "--strict"), "score_fr.bias");
    assertThat(folder.resolve("strict")).doesNotExist();
    assertRefused(train("alone", "--strict"), "--weights");
  }

  @Test
  void weightsThatAreNotNumbersAreRefused() {
    Path bad = folder.resolve("bad.safetensors");
    SafetensorsWriter.write(
        bad,
        List.of(WeightArray.of("score_fr.bias", List.of(2), new float[] {1, Float.NaN})),
        Map.of());
    assertRefused(train("bad", "--weights", bad), "value 1 of score_fr.bias[2] is NaN");
    CommandRun run = CommandRun.of("inspect", bad);
    assertSuccess(run);
    assertThat(run.out()).contains("1 NaN");
  }

  @Test
  void inspectsAsJsonALineALayer() {
    Path file = RealData.require("caffemodels/V2_mtcnn_det1.caffemodel");
    CommandRun run = CommandRun.of("inspect", file, "--json");
    assertSuccess(run);
    List<JsonNode> lines = run.lines().stream().map(JSON::readTree).toList();
    assertThat(lines).hasSize(19);
    assertThat(lines.getFirst().get("values").asLong()).isEqualTo(6632);
    assertThat(lines.getFirst().get("format").asString()).isEqualTo("caffemodel");
    JsonNode prelu =
        lines.stream()
            .filter(line -> line.path("layer").asString("").equals("PReLU1"))
            .findFirst()
            .orElseThrow();
    assertThat(prelu.get("type").asString()).isEqualTo("PReLU");
    JsonNode slope = prelu.get("arrays").get(0);
    assertThat(slope.get("min").asDouble()).isEqualTo(-1.2783164978027344);
    assertThat(slope.get("max").asDouble()).isEqualTo(1.011683464050293);
    assertThat(slope.get("nan").asLong()).isZero();
  }

  @Test
  void inspectsStatesAndMeans() {
    CommandRun state =
        CommandRun.of(
            "inspect", RealData.require("caffemodels/V1_cifar10_full_iter_70000.solverstate"));
    assertThat(state.out()).contains("caffe.iteration: 70000", "history/7");
    CommandRun mean =
        CommandRun.of("inspect", RealData.require("caffemodels/cifar10_mean.binaryproto"));
    assertThat(mean.out()).contains("[1,3,32,32]", "140.3");
    CommandRun npy = CommandRun.of("inspect", RealData.require("caffemodels/ilsvrc_2012_mean.npy"));
    assertThat(npy.out()).contains("[3,256,256]", "float64");
  }

  @Test
  void oneArrayGoesOutAlone() {
    Path checkpoint = trained();
    Path npy = convert(checkpoint, "a.npy", "--array", "conv1.bias", "--type", "float16");
    CommandRun run = CommandRun.of("inspect", npy);
    assertThat(run.out()).contains("[16]", "float16");
    assertRefused(
        CommandRun.of("convert", checkpoint, folder.resolve("b.npy"), "--array", "conv9"), "conv9");
  }

  @Test
  void badInput() throws IOException {
    Path checkpoint = trained();
    assertRefused(CommandRun.of("convert", checkpoint, folder.resolve("x.h5")), "x.h5", ".npz");
    assertRefused(
        CommandRun.of("convert", checkpoint, folder.resolve("x.npz"), "--type", "int8"), "int8");
    assertRefused(CommandRun.of("convert", folder.resolve("none"), checkpoint), "does not exist");
    assertRefused(CommandRun.of("inspect", folder.resolve("none")), "does not exist");
    Path text = Files.writeString(folder.resolve("net.caffemodel"), "name: \"VGG\" layer { }");
    assertRefused(CommandRun.of("inspect", text), "net.caffemodel");
    assertThat(folder.resolve("x.npz")).doesNotExist();
  }
}
