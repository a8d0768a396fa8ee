package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunFolderTest {
  private static final TrainingOptions OPTIONS =
      SmallRun.options(9).withSchedule(new Schedule(9, 3, 2, 3, 4, 0));

  @TempDir Path temporary;

  @Test
  void holdsOptionsMetricsAndCheckpoints() throws IOException {
    Path path = temporary.resolve("runs/first");
    RunFolder folder = train(path);
    assertThat(OptionsJson.read(folder.options())).isEqualTo(OPTIONS);
    assertThat(files(path))
        .containsExactly(
            "checkpoints/iter_4.safetensors",
            "checkpoints/iter_8.safetensors",
            "checkpoints/iter_9.safetensors",
            "checkpoints/last.safetensors",
            "metrics.jsonl",
            "options.json");
    assertThat(folder.savedIterations()).containsExactly(4L, 8L, 9L);
    assertThat(folder.lastCheckpoint()).hasSameBinaryContentAs(folder.checkpoint(9));
  }

  /** Checkpoints at 2, 4, 6, 8 and 9; a foreign file beside them is not of the run. */
  @Test
  void oldCheckpointsAreDeleted() throws IOException {
    TrainingOptions options = OPTIONS.withSchedule(new Schedule(9, 3, 2, 0, 2, 2));
    RunFolder folder = RunFolder.create(temporary.resolve("run"), OptionsJson.write(options));
    Path other = folder.checkpoint(1).resolveSibling("iter_best.safetensors");
    List<List<Long>> kept = new ArrayList<>();
    try (SmallRun run = SmallRun.usual()) {
      run.trainer(options)
          .folder(folder, SmallRun.model())
          .listener(
              new TrainingListener() {
                @Override
                public void saved(long iteration, Path file) {
                  kept.add(folder.savedIterations());
                  assertThat(folder.lastCheckpoint()).hasSameBinaryContentAs(file);
                  try {
                    Files.writeString(other, "mine");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              })
          .run();
      assertThat(kept)
          .containsExactly(
              List.of(2L), List.of(2L, 4L), List.of(4L, 6L), List.of(6L, 8L), List.of(8L, 9L));
      assertThat(folder.restore(run.parameters).iteration()).isEqualTo(9);
    }
    assertThat(other).exists();
    assertThat(OptionsJson.read(folder.options())).isEqualTo(options);
  }

  /** Gone back to 4 by hand: what lies behind is not older, and stays until it is reached. */
  @Test
  void laterCheckpointsStay() throws IOException {
    RunFolder folder = train(temporary.resolve("run"));
    Files.copy(folder.checkpoint(4), folder.lastCheckpoint(), StandardCopyOption.REPLACE_EXISTING);
    try (SmallRun run = SmallRun.usual()) {
      TrainingOptions options = OPTIONS.withSchedule(new Schedule(5, 3, 2, 0, 0, 1));
      run.trainer(options)
          .folder(folder, SmallRun.model())
          .resume(folder.restore(run.parameters))
          .run();
    }
    assertThat(folder.savedIterations()).containsExactly(5L, 8L, 9L);
    assertThat(folder.lastCheckpoint()).hasSameBinaryContentAs(folder.checkpoint(5));
  }

  @Test
  void metricsAreOneObjectALine() throws IOException {
    RunFolder folder = train(temporary.resolve("run"));
    List<JsonNode> lines = folder.metrics().read();
    assertThat(Files.readAllLines(folder.metrics().file())).hasSameSizeAs(lines);
    assertThat(lines.stream().filter(l -> l.get("kind").asString().equals("train")))
        .extracting(l -> l.get("iteration").asLong())
        .containsExactly(1L, 2L, 4L, 6L, 8L, 9L);
    assertThat(lines.getFirst().get("loss").asDouble()).isPositive();
    assertThat(lines.getFirst().get("rate").asDouble()).isEqualTo(0.02);
    List<JsonNode> scores =
        lines.stream().filter(l -> l.get("kind").asString().equals("evaluation")).toList();
    assertThat(scores).extracting(l -> l.get("iteration").asLong()).containsExactly(3L, 6L, 9L);
    JsonNode score = scores.getLast();
    assertThat(score.get("dataset").asString()).isEqualTo("stripes");
    assertThat(score.get("absentClasses").asString()).isEqualTo("PRESENT_ONLY");
    for (String name :
        List.of("loss", "pixelAccuracy", "meanAccuracy", "meanIu", "frequencyWeightedIu")) {
      assertThat(score.get(name).isNumber()).as(name).isTrue();
    }
    assertThat(score.get("classIu").size()).isEqualTo(3);
    assertThat(score.get("classAccuracy").size()).isEqualTo(3);
  }

  /** Stopped after 5, gone on from the checkpoint: every bit as in the run that went through. */
  @Test
  void aResumedRunEqualsOneThatWasNotStopped() {
    List<String> through = new ArrayList<>();
    Map<String, float[]> expected;
    try (SmallRun run = SmallRun.usual()) {
      RunFolder folder = RunFolder.create(temporary.resolve("a"), OptionsJson.write(OPTIONS));
      trainer(run, folder).run();
      expected = run.weights();
      through.addAll(withoutSpeed(folder));
    }
    Path path = temporary.resolve("b");
    try (SmallRun run = SmallRun.usual()) {
      RunFolder folder = RunFolder.create(path, OptionsJson.write(OPTIONS));
      Trainer trainer = trainer(run, folder);
      trainer.listener(stopAfter(5, trainer)).run();
      assertThat(folder.savedIterations()).containsExactly(4L, 5L);
    }
    try (SmallRun run = SmallRun.usual()) {
      run.parameters.initialise(99);
      RunFolder folder = RunFolder.open(path);
      TrainingState state = folder.restore(run.parameters);
      assertThat(state.iteration()).isEqualTo(5);
      trainer(run, folder).resume(state).run();
      assertThat(run.weights()).containsExactlyEntriesOf(expected);
      assertThat(withoutSpeed(folder)).isEqualTo(through);
    }
  }

  /** Killed after 7, with a checkpoint at 4 and half a line: what follows 4 is done again. */
  @Test
  void aKilledRunGoesOnFromItsLastCheckpoint() throws IOException {
    Path path = temporary.resolve("run");
    try (SmallRun run = SmallRun.usual()) {
      RunFolder folder = RunFolder.create(path, OptionsJson.write(OPTIONS));
      Trainer trainer =
          trainer(run, folder)
              .listener(
                  new TrainingListener() {
                    @Override
                    public void progressed(Progress progress) {
                      if (progress.iteration() == 7) {
                        throw new IllegalStateException("killed");
                      }
                    }
                  });
      assertThatThrownBy(trainer::run).hasMessage("killed");
      Files.writeString(
          folder.metrics().file(), Files.readString(folder.metrics().file()) + "{\"kind\":\"tra");
    }
    try (SmallRun run = SmallRun.usual()) {
      RunFolder folder = RunFolder.open(path);
      assertThat(folder.restore(run.parameters).iteration()).isEqualTo(4);
      assertThat(folder.metrics().read())
          .extracting(line -> line.get("iteration").asLong())
          .containsExactly(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void aFolderWithAnythingInItIsRefused() throws IOException {
    Files.writeString(temporary.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.create(temporary, Map.of()))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining(temporary.toString())
        .hasMessageContaining("not empty")
        .hasMessageContaining("resume");
    assertThat(files(temporary)).containsExactly("notes.txt");
    Path file = temporary.resolve("notes.txt");
    assertThatThrownBy(() -> RunFolder.create(file, Map.of())).hasMessageContaining("is a file");
  }

  @Test
  void aFolderWithoutARunCannotBeResumed() {
    assertThatThrownBy(() -> RunFolder.open(temporary))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("options.json");
    RunFolder folder = RunFolder.create(temporary, Map.of("net", "small"));
    assertThatThrownBy(() -> RunFolder.open(temporary))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("no checkpoint");
    assertThat(folder.savedIterations()).isEmpty();
    folder.writeOptions(Map.of("net", "other"));
    assertThat(folder.options().get("net").asString()).isEqualTo("other");
  }

  private RunFolder train(Path path) {
    try (SmallRun run = SmallRun.usual()) {
      RunFolder folder = RunFolder.create(path, OptionsJson.write(OPTIONS));
      trainer(run, folder).run();
      return folder;
    }
  }

  private static Trainer trainer(SmallRun run, RunFolder folder) {
    return run.trainer(OPTIONS)
        .evaluation(run.evaluation(), AbsentClasses.PRESENT_ONLY)
        .folder(folder, SmallRun.model());
  }

  private static TrainingListener stopAfter(long iteration, Trainer trainer) {
    return new TrainingListener() {
      @Override
      public void progressed(Progress progress) {
        if (progress.iteration() == iteration) {
          trainer.stop();
        }
      }
    };
  }

  private static List<String> withoutSpeed(RunFolder folder) {
    return folder.metrics().read().stream()
        .map(line -> line.toString().replaceAll("\"imagesPerSecond\":[^,}]*", ""))
        .toList();
  }

  private static List<String> files(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
