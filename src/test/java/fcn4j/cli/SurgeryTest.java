package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.testing.CaffeNetText;
import fcn4j.weights.SafetensorsWriter;
import fcn4j.weights.WeightEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --weights} tells what the file holds and does what suits it. */
class SurgeryTest {
  @TempDir private Path folder;

  @BeforeEach
  void data() throws IOException {
    new TinyDataset(folder.resolve("data"), 2);
  }

  private CommandRun train(String net, String out, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "train",
                "--net",
                net,
                "--data",
                "folder:" + folder.resolve("data"),
                "--test-data",
                "none",
                "--iterations",
                "1",
                "--device",
                "cpu",
                "--out",
                folder.resolve(out)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  private Path checkpoint(String run) {
    return folder.resolve(run).resolve("checkpoints/last.safetensors");
  }

  @Test
  void stagesFollowOneAnother() {
    assertThat(train("fcn32s-tiny", "coarse").status()).isZero();
    CommandRun next = train("fcn16s-tiny", "middle", "--weights", checkpoint("coarse"), "--strict");
    assertThat(next.status()).as(next.err()).isZero();
    assertThat(next.err())
        .contains("another stage or net")
        .contains("2 refilled, 2 left as they were [score_pool4.weight, score_pool4.bias]")
        .contains("1 ignored [upscore.weight]")
        .doesNotContain("warning");

    CommandRun same = train("fcn16s-tiny", "again", "--weights", checkpoint("middle"));
    assertThat(same.err()).contains("the same net, all of it").contains("0 ignored");
  }

  @Test
  void weightsOfPartOfTheTrunkAreTold() {
    Path file = folder.resolve("part.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(new WeightEntry("conv1.weight", List.of(8, 3, 3, 3))),
        entry -> new float[(int) entry.count()],
        Map.of());
    CommandRun warned = train("fcn32s-tiny", "part", "--weights", file);
    assertThat(warned.status()).isZero();
    assertThat(warned.err()).contains("warning: ").contains("conv2.weight, conv3.weight");

    CommandRun refused = train("fcn32s-tiny", "strict", "--weights", file, "--strict");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("part.safetensors has no values for [conv2.weight");
  }

  @Test
  void theOtherAlexNetIsRefused() {
    Path file = folder.resolve("alexnet.caffemodel");
    CaffeNetText.write(
        file,
        List.of(
            "conv1 Convolution data conv1",
            "relu1 ReLU conv1 conv1",
            "norm1 LRN conv1 norm1",
            "pool1 Pooling norm1 pool1",
            "conv2 Convolution pool1 conv2"));
    CommandRun run = train("fcn-alexnet-narrow", "alexnet", "--weights", file);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("layer pool1 reads norm1 there and conv1 in net fcn-alexnet-narrow")
        .contains("take weights of this net, or the net of these weights");
    assertThat(folder.resolve("alexnet")).doesNotExist();
  }
}
