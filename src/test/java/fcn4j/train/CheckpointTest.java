package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.weights.SafetensorsFile;
import fcn4j.weights.SafetensorsWriter;
import fcn4j.weights.WeightArray;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path temporary;
  private Path file;
  private SmallRun run;
  private TrainingState state;

  @BeforeEach
  void train() {
    file = temporary.resolve("small.safetensors");
    run = SmallRun.usual();
    state = run.trainer(SmallRun.options(2)).run();
    Checkpoint.write(file, run.parameters, SmallRun.model(), state);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void carriesEverythingToGoOn() {
    Map<String, float[]> expected = run.weights();
    run.trainer(SmallRun.options(1)).run();
    assertThat(run.weights()).isNotEqualTo(expected);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.isCheckpoint()).isTrue();
      assertThat(checkpoint.model()).isEqualTo(SmallRun.model());
      assertThat(checkpoint.restore(run.parameters)).isEqualTo(state);
    }
    assertThat(state.iteration()).isEqualTo(2);
    assertThat(state.recentLosses()).hasSize(2);
    assertThat(run.weights()).containsExactlyEntriesOf(expected);
  }

  @Test
  void momentumThatIsNotFiniteIsRefused() {
    String name = run.parameters.all().getFirst().name();
    run.parameters.setMomentum(name, 1, new float[] {Float.NaN}, 1);
    Checkpoint.write(file, run.parameters, SmallRun.model(), state);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThatThrownBy(() -> checkpoint.restore(run.parameters))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("momentum/" + name)
          .hasMessageContaining("value 1");
    }
  }

  @Test
  void weightsAloneAreNoStateOfARun() {
    Path weights = temporary.resolve("weights.safetensors");
    Checkpoint.writeWeights(weights, run.parameters, SmallRun.model());
    try (Checkpoint checkpoint = Checkpoint.open(weights)) {
      assertThat(checkpoint.model()).isEqualTo(SmallRun.model());
      assertThat(checkpoint.state()).isEmpty();
      assertThat(checkpoint.loadInto(run.parameters, Strictness.EXACT))
          .hasSize(run.parameters.all().size());
      assertThatThrownBy(() -> checkpoint.restore(run.parameters))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining(weights.toString())
          .hasMessageContaining("weights alone");
    }
  }

  @Test
  void aFileOfOtherOriginSaysNothingOfItsNet() {
    Path foreign = write(arrays(file, "fc6"), "foreign");
    try (Checkpoint checkpoint = Checkpoint.open(foreign)) {
      assertThat(checkpoint.isCheckpoint()).isFalse();
      assertThat(checkpoint.state()).isEmpty();
      assertThatThrownBy(checkpoint::model)
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining(foreign.toString())
          .hasMessageContaining("not written by training");
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertRefused(temporary.resolve("none.safetensors"), Strictness.EXACT, "does not exist");
  }

  @Test
  void anEmptyFileIsNamed() throws IOException {
    Files.write(file, new byte[0]);
    assertRefused(file, Strictness.EXACT, "empty (0 bytes)");
  }

  @Test
  void aFileCutShortIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));
    assertRefused(file, Strictness.EXACT, "cut short");
  }

  @Test
  void weightsOfAnotherShapeAreNamedAndNothingIsLoaded() {
    List<WeightArray> arrays = new ArrayList<>(arrays(file, ""));
    arrays.removeIf(a -> a.entry().name().equals("score_fr.weight"));
    arrays.add(WeightArray.of("score_fr.weight", List.of(5, 8, 1, 1), new float[40]));
    Path other = write(arrays, "other");
    Map<String, float[]> before = run.weights();
    for (Strictness strictness : Strictness.values()) {
      assertRefused(other, strictness, "'score_fr.weight' has extents [5, 8, 1, 1]");
      assertRefused(other, strictness, "the net needs [3, 8, 1, 1]");
    }
    assertThat(run.weights()).containsExactlyEntriesOf(before);
  }

  @Test
  void missingNamesAreRefusedUnlessOnlySharedOnesAreAskedFor() {
    Path part = write(arrays(file, "conv"), "part");
    assertRefused(part, Strictness.EXACT, "score_fr.weight");
    assertRefused(part, Strictness.ALL_PARAMETERS, "lacks");
    assertThat(Checkpoint.load(run.parameters, part, Strictness.SHARED_NAMES))
        .containsExactly("conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias");
    Path nothing =
        write(List.of(WeightArray.of("classifier.0", List.of(1), new float[1])), "nothing");
    assertRefused(nothing, Strictness.SHARED_NAMES, "classifier.0");
  }

  @Test
  void otherArraysAreRefusedWhereExactnessIsAskedFor() {
    List<WeightArray> arrays = new ArrayList<>(arrays(file, ""));
    arrays.add(WeightArray.of("extra", List.of(1), new float[1]));
    Path more = write(arrays, "more");
    assertRefused(more, Strictness.EXACT, "extra");
    assertThat(Checkpoint.load(run.parameters, more, Strictness.ALL_PARAMETERS))
        .hasSize(run.parameters.all().size());
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    byte[] before = Files.readAllBytes(file);
    Path folder = Files.createDirectory(temporary.resolve("taken.safetensors"));
    assertThatThrownBy(() -> Checkpoint.write(folder, run.parameters, SmallRun.model(), state))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("taken.safetensors");
    assertThat(file).hasBinaryContent(before);
  }

  private void assertRefused(Path source, Strictness strictness, String message) {
    assertThatThrownBy(() -> Checkpoint.load(run.parameters, source, strictness))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(source.toString())
        .hasMessageContaining(message);
  }

  private Path write(List<WeightArray> arrays, String name) {
    Path path = temporary.resolve(name + ".safetensors");
    SafetensorsWriter.write(path, arrays, Map.of());
    return path;
  }

  /** The arrays of the parameters whose names begin so. */
  private static List<WeightArray> arrays(Path source, String prefix) {
    try (SafetensorsFile open = SafetensorsFile.open(source)) {
      return open.entries().stream()
          .map(WeightEntry::name)
          .filter(name -> name.startsWith(prefix) && !name.startsWith("momentum/"))
          .map(name -> WeightArray.of(name, open.find(name).orElseThrow().dims(), open.read(name)))
          .toList();
    }
  }
}
