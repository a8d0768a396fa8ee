package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.Nets;
import fcn4j.weights.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a user runs them, on small things. */
class CommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  private CommandRun train(Path out, int iterations, String... more) throws IOException {
    TinyDataset data = new TinyDataset(folder.resolve("data"), 3);
    List<Object> args =
        new ArrayList<>(
            List.of("train", "--net", "fcn8s-digits", "--data", "folder:" + data.root()));
    args.addAll(List.of("--out", out, "--device", "cpu", "--iterations", iterations));
    args.addAll(List.of("--log-every", 1));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  @Test
  void helpIsThereForEveryCommand() {
    List<String> commands =
        List.of(
            "demo",
            "train",
            "evaluate",
            "segment",
            "export",
            "classify",
            "bench",
            "describe",
            "inspect",
            "convert",
            "devices");
    for (String command : commands) {
      CommandRun run = CommandRun.of(command, "--help");
      assertThat(run.status()).as(command).isZero();
      assertThat(run.out()).as(command).contains("Usage: fcn4j " + command);
      assertThat(CommandRun.of("--help").out()).contains(command);
    }
  }

  @Test
  void describesTheNetOfThePaper() {
    CommandRun run = CommandRun.of("describe", "fcn8s", "--image", "500x500");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("134,362,751 are trained")
        .contains("receptive field  404, stride 32")
        .contains("multiply-adds    181.53 G forward")
        .contains(
            "127.27 G in inference, where the margin comes from a blank picture (2.82 G, once)")
        .containsPattern("upscore8 +Deconv2d 16 stride 8 +\\(21,568,568\\)")
        .containsPattern("score +Crop offset 31 +\\(21,500,500\\)");
  }

  @Test
  void describesAsJsonALineALayer() {
    CommandRun run = CommandRun.of("describe", "fcn32s", "--image", "500x375", "--json");
    assertThat(run.status()).isZero();
    List<JsonNode> lines = run.lines().stream().map(JSON::readTree).toList();
    assertThat(lines.getFirst().get("layer").asString()).isEqualTo("conv1_1");
    JsonNode totals = lines.getLast();
    assertThat(totals.get("parameters").asLong() - totals.get("upsamplingParameters").asLong())
        .isEqualTo(134_346_581L);
    assertThat(totals.get("trainingBytes").asLong())
        .isGreaterThan(totals.get("inferenceBytes").asLong());
  }

  @Test
  void describesClassifiersAndTheOtherTrunks() {
    CommandRun classifier = CommandRun.of("describe", "googlenet");
    assertThat(classifier.status()).as(classifier.err()).isZero();
    assertThat(classifier.out())
        .contains("1000 classes, image 224x224")
        .contains("6,998,552")
        .containsPattern("prob +Softmax +\\(1000,1,1\\)")
        .doesNotContain("training");
    assertThat(CommandRun.of("describe", "fcn-googlenet-8s", "--image", "240x180").out())
        .contains("receptive field  715, stride 32")
        .containsPattern("upscore8 +Deconv2d 15 stride 8")
        .containsPattern("score +Crop offset 1 +\\(21,180,240\\)");
    assertThat(CommandRun.of("describe", "fcn-alexnet").out())
        .contains("56,954,261 are trained")
        .containsPattern("score +Crop offset 18");
    for (String net : Nets.names()) {
      assertThat(CommandRun.of("describe", net, "--json").status()).as(net).isZero();
    }
  }

  @Test
  void listsNets() {
    CommandRun run = CommandRun.of("describe");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("fcn32s").contains("fcn16s").contains("fcn8s-atonce");
  }

  @Test
  void trainsEvaluatesAndSegments() throws IOException {
    Path run = folder.resolve("run");
    CommandRun trained = train(run, 6);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("iteration 6: pixel accuracy");
    assertThat(run.resolve("options.json")).exists();
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(7);
    assertThat(ImageIO.read(run.resolve("curve.png").toFile()).getWidth()).isPositive();
    Path weights = run.resolve("checkpoints/last.safetensors");

    Path data = folder.resolve("data");
    CommandRun scored =
        CommandRun.of(
            "evaluate",
            "--weights",
            weights,
            "--data",
            "folder:" + data,
            "--device",
            "cpu",
            "--json");
    assertThat(scored.status()).as(scored.err()).isZero();
    JsonNode json = JSON.readTree(scored.out());
    assertThat(json.get("pixelAccuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("classIu").size()).isEqualTo(2);

    Path out = folder.resolve("segmented");
    Path scores = folder.resolve("scores.npy");
    CommandRun segmented =
        CommandRun.of(
            "segment",
            data.resolve("images/p1.png"),
            "--weights",
            weights,
            "--out",
            out,
            "--scores",
            scores,
            "--device",
            "cpu");
    assertThat(segmented.status()).as(segmented.err()).isZero();
    assertScoresAgreeWithLabels(out.resolve("p1.labels.png"), scores);
    assertWholeMarginGivesTheSame(data.resolve("images/p1.png"), weights, scores);
    assertThat(ImageIO.read(out.resolve("p1.overlay.png").toFile()).getWidth())
        .isEqualTo(TinyDataset.SIDE);
  }

  private void assertWholeMarginGivesTheSame(Path image, Path weights, Path scores)
      throws IOException {
    Path whole = folder.resolve("whole.npy");
    CommandRun run =
        CommandRun.of(
            "segment",
            image,
            "--weights",
            weights,
            "--out",
            folder.resolve("whole"),
            "--scores",
            whole,
            "--margin",
            "full",
            "--device",
            "cpu");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Npy.read(whole).toFloats())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(Npy.read(scores).toFloats());
  }

  private static void assertScoresAgreeWithLabels(Path labelFile, Path scoreFile)
      throws IOException {
    float[] scores = Npy.read(scoreFile).toFloats();
    int plane = TinyDataset.SIDE * TinyDataset.SIDE;
    assertThat(scores).hasSize(2 * plane);
    BufferedImage labels = ImageIO.read(labelFile.toFile());
    assertThat(labels.getRaster().getNumBands()).isEqualTo(1);
    for (int i = 0; i < plane; i++) {
      int label = labels.getRaster().getSample(i % TinyDataset.SIDE, i / TinyDataset.SIDE, 0);
      assertThat(label).isEqualTo(scores[plane + i] > scores[i] ? 1 : 0);
    }
  }

  @Test
  void resumedRunEndsLikeAnUninterruptedOne() throws IOException {
    Path whole = folder.resolve("whole");
    Path halves = folder.resolve("halves");
    assertThat(train(whole, 6).status()).isZero();
    assertThat(train(halves, 3).status()).isZero();
    CommandRun resumed = train(halves, 6, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    Path last = Path.of("checkpoints/last.safetensors");
    assertThat(halves.resolve(last)).hasSameBinaryContentAs(whole.resolve(last));
  }

  @Test
  void demoWritesPicturesCurveAndTable() {
    Path out = folder.resolve("demo");
    CommandRun run = CommandRun.of("demo", "--out", out, "--device", "cpu", "--effort", "0.01");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("classifier")
        .contains("FCN, stride 8")
        .contains("FCN, stride 4")
        .contains("FCN, stride 2");
    assertThat(out.resolve("stages.png")).isNotEmptyFile();
    assertThat(out.resolve("curve.png")).isNotEmptyFile();
    assertThat(out.resolve("3-fcn8s-digits/checkpoints/last.safetensors")).isNotEmptyFile();
  }

  @Test
  void devicesSaysWhatThereIs() {
    CommandRun run = CommandRun.of("devices", "--json");
    assertThat(run.status()).isZero();
    assertThat(JSON.readTree(run.out()).get("processors").asInt()).isPositive();
  }
}
