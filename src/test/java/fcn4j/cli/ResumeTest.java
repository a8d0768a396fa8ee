package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fcn4j train --resume}: the run's folder tells what the command line does not. */
class ResumeTest {
  private static final Path LAST = Path.of("checkpoints/last.safetensors");

  @TempDir Path folder;
  private TinyDataset data;
  private Path out;

  @BeforeEach
  void train() throws IOException {
    data = new TinyDataset(folder.resolve("data"), 3);
    out = start("run", 3);
  }

  private Path start(String name, int iterations) {
    Path target = folder.resolve(name);
    List<Object> args = new ArrayList<>(List.of("train", "--net", "fcn8s-digits", "--out", target));
    args.addAll(List.of("--data", "folder:" + data.root(), "--iterations", iterations));
    args.addAll(List.of("--rate", 0.004, "--batch", 2, "--seed", 7, "--mean", "middle"));
    args.addAll(List.of("--scale", 0.02, "--mirror", "--upsampling", "learned"));
    args.addAll(List.of("--class-weights", "0.3,1.7", "--device", "cpu"));
    CommandRun run = CommandRun.of(args.toArray());
    assertThat(run.status()).as(run.err()).isZero();
    return target;
  }

  private CommandRun resume(Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", "--resume", "--out", out));
    args.addAll(List.of("--device", "cpu"));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray());
  }

  private JsonNode options() throws IOException {
    return JsonMapper.builder().build().readTree(Files.readString(out.resolve("options.json")));
  }

  @Test
  void everythingIsTakenFromTheRun() throws IOException {
    CommandRun run = resume("--iterations", 5);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("from now on")))
        .containsExactly("iterations: 3 so far, 5 from now on");
    assertThat(out.resolve(LAST)).hasSameBinaryContentAs(start("whole", 5).resolve(LAST));
    assertThat(out.resolve("options.json"))
        .hasSameTextualContentAs(folder.resolve("whole/options.json"));
  }

  @Test
  void nothingIsLeftToDoWithoutMoreIterations() throws IOException {
    byte[] before = Files.readAllBytes(out.resolve(LAST));
    CommandRun run = resume();
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("from now on");
    assertThat(out.resolve(LAST)).hasBinaryContent(before);
  }

  @Test
  void optionsThatAreGivenAgainHoldFromNowOn() throws IOException {
    TinyDataset moved = new TinyDataset(folder.resolve("moved"), 3);
    CommandRun run =
        resume(
            "--rate",
            0.001,
            "--iterations",
            4,
            "--batch",
            2,
            "--seed",
            7,
            "--data",
            "folder:" + moved.root(),
            "--weights",
            folder.resolve("none.caffemodel"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("rate: 0.004 so far, 0.001 from now on")
        .contains("iterations: 3 so far, 4 from now on")
        .contains("data: ", "moved")
        .contains("--weights is not read")
        .doesNotContain("batch:")
        .doesNotContain("seed:");
    assertThat(options().get("rate").asDouble()).isEqualTo(0.001);
    assertThat(options().get("batch").asInt()).isEqualTo(2);
    assertThat(options().get("testData").asString()).isEqualTo("folder:" + moved.root());
  }

  @Test
  void whatCannotChangeIsRefused() throws IOException {
    String before = Files.readString(out.resolve("options.json"));
    assertRefused("--net", "fcn8s-tiny");
    assertRefused("--upsampling", "fixed");
    assertRefused("--mean", "voc");
    assertRefused("--scale", 1);
    assertRefused("--seed", 8);
    assertRefused("--recipe", "heavy-fcn8s");
    assertThat(out.resolve("options.json")).hasContent(before);
  }

  private void assertRefused(String option, Object value) {
    CommandRun run = resume("--iterations", 4, option, value);
    assertThat(run.status()).as(option).isEqualTo(2);
    assertThat(run.err()).contains("halfway").contains("leave out " + option);
  }

  @Test
  void aNewRunNeedsItsNetAndItsData() {
    CommandRun noNet = CommandRun.of("train", "--data", "digits", "--device", "cpu");
    assertThat(noNet.status()).isEqualTo(2);
    assertThat(noNet.err()).contains("--net is missing");
    CommandRun noData = CommandRun.of("train", "--net", "fcn8s-digits", "--device", "cpu");
    assertThat(noData.status()).isEqualTo(2);
    assertThat(noData.err()).contains("--data is missing").contains("--resume");
    CommandRun nowhere = CommandRun.of("train", "--resume");
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--resume needs --out");
  }
}
