package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input: exit status 2, a message that names file, value and remedy, nothing half-written. */
class BadInputTest {
  @TempDir Path folder;
  private TinyDataset data;
  private Path out;

  @BeforeEach
  void makeData() throws IOException {
    data = new TinyDataset(folder.resolve("data"), 3);
    out = folder.resolve("out");
  }

  private CommandRun train(String net, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("train", "--net", net, "--data", "folder:" + data.root()));
    args.addAll(List.of("--out", out, "--device", "cpu", "--iterations", 3));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray());
  }

  private Path trained() {
    CommandRun run = train("fcn8s-digits");
    assertThat(run.status()).as(run.err()).isZero();
    return out.resolve("checkpoints/last.safetensors");
  }

  private void assertRefused(CommandRun run, String... texts) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(texts).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private static void assertNothingIn(Path place) throws IOException {
    if (Files.exists(place)) {
      try (Stream<Path> files = Files.walk(place)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  void missingImage() throws IOException {
    Files.delete(data.image(1));
    assertRefused(train("fcn8s-digits"), "p1");
  }

  @Test
  void truncatedImage() throws IOException {
    byte[] bytes = Files.readAllBytes(data.image(1));
    Files.write(data.image(1), Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(train("fcn8s-digits"), "p1.png");
  }

  @Test
  void labelMapOfAnotherSize() throws IOException {
    ImageIO.write(TinyDataset.palettePicture(10, 24), "png", data.label(2).toFile());
    assertRefused(train("fcn8s-digits"), "p2", "10x24", "24x24");
  }

  @Test
  void rgbLabelMap() throws IOException {
    BufferedImage rgb = new BufferedImage(24, 24, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(rgb, "png", data.label(0).toFile());
    assertRefused(train("fcn8s-digits"), "p0.png", "palette");
  }

  @Test
  void labelOutsideTheClasses() throws IOException {
    BufferedImage labels = TinyDataset.palettePicture(24, 24);
    labels.getRaster().setSample(5, 7, 0, 9);
    ImageIO.write(labels, "png", data.label(0).toFile());
    assertRefused(train("fcn8s-digits"), "p0.png", "9");
  }

  @Test
  void emptySplitList() throws IOException {
    Files.writeString(data.root().resolve("train.txt"), "\n");
    assertRefused(train("fcn8s-digits"), "train.txt");
    assertNothingIn(out);
  }

  @Test
  void unknownNet() throws IOException {
    assertRefused(train("fcn9s"), "fcn9s", "fcn8s");
    assertNothingIn(out);
  }

  @Test
  void unknownOptionAndCommand() {
    assertRefused(train("fcn8s-digits", "--momentun", "0.5"), "--momentun");
    assertRefused(CommandRun.of("trian"), "trian");
    assertRefused(CommandRun.of(), "command");
  }

  @Test
  void unknownDatasetRecipePolicyAndChoice() {
    assertRefused(CommandRun.of("train", "--net", "fcn8s", "--data", "coco:/x"), "coco", "voc");
    assertRefused(train("fcn8s-digits", "--recipe", "light"), "light", "heavy-fcn32s");
    assertRefused(train("fcn8s-digits", "--rate-policy", "warp"), "warp");
    assertRefused(train("fcn8s-digits", "--upsampling", "magic"), "magic", "learned");
    assertRefused(train("fcn8s-digits", "--mean", "purple"), "purple", "voc");
    assertRefused(train("fcn8s-digits", "--rate", "-1"), "-1");
  }

  @Test
  void precisionThatTheDeviceHasNot() {
    assertRefused(train("fcn8s-digits", "--precision", "half"), "half", "BF16");
    assertRefused(train("fcn8s-digits", "--precision", "bf16"), "bf16", "inference", "evaluate");
    assertRefused(CommandRun.of("demo", "--out", out, "--precision", "bf16"), "bf16", "inference");
    assertRefused(train("fcn8s-digits", "--precision", "tf32"), "tf32 needs a GPU");
    Path weights = trained();
    assertRefused(
        CommandRun.of(
            "segment",
            data.image(0),
            "--weights",
            weights,
            "--out",
            folder.resolve("labels"),
            "--device",
            "reference",
            "--precision",
            "bf16"),
        "bf16 is for the CPU",
        "--device cpu");
  }

  @Test
  void folderInUse() {
    trained();
    assertRefused(train("fcn8s-digits"), out.toString(), "not empty");
  }

  @Test
  void weightsOfAnotherShape() {
    Path weights = trained();
    out = folder.resolve("other");
    assertRefused(train("fcn8s-tiny", "--weights", weights), "last.safetensors", "conv1");
  }

  @Test
  void otherClassesThanTrained() {
    Path weights = trained();
    assertRefused(
        CommandRun.of("evaluate", "--weights", weights, "--data", "digits", "--device", "cpu"),
        "2 classes",
        "11");
  }

  @Test
  void damagedCheckpoint() throws IOException {
    Path weights = trained();
    Path empty = folder.resolve("empty.safetensors");
    Files.createFile(empty);
    Path half = folder.resolve("half.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    Path target = folder.resolve("segmented");
    for (Path bad : List.of(empty, half, folder.resolve("missing.safetensors"))) {
      CommandRun run =
          CommandRun.of(
              "segment", data.image(0), "--weights", bad, "--out", target, "--device", "cpu");
      assertRefused(run, bad.getFileName().toString());
    }
    assertNothingIn(target);
  }

  @Test
  void pictureThatCantBeRead() throws IOException {
    Path weights = trained();
    Path broken = folder.resolve("broken.jpg");
    Files.writeString(broken, "this is no picture");
    Path target = folder.resolve("segmented");
    CommandRun run =
        CommandRun.of("segment", broken, "--weights", weights, "--out", target, "--device", "cpu");
    assertRefused(run, "broken.jpg");
    assertNothingIn(target);
  }

  @Test
  void imageSmallerThanTheNetCanTake() {
    assertRefused(CommandRun.of("describe", "vgg16", "--image", "20x20"), "vgg16", "smaller");
    assertRefused(CommandRun.of("describe", "fcn8s", "--image", "500"), "500", "WIDTHxHEIGHT");
  }
}
