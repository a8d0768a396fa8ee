package fcn4j.train;

import fcn4j.graph.Parameters;
import fcn4j.weights.AtomicFile;
import fcn4j.weights.WeightFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one training run.
 *
 * <pre>
 * options.json                        the resolved options
 * metrics.jsonl                       one JSON object a line: loss and rate, scores
 * checkpoints/iter_N.safetensors      state after N updates; of the newest ones
 * checkpoints/last.safetensors        the newest of them
 * </pre>
 *
 * <p>Files are written whole or not at all.
 */
public final class RunFolder {
  private static final String OPTIONS = "options.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String LAST = "last.safetensors";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;
  private final MetricsLog metrics;

  private RunFolder(Path path) {
    this.path = path;
    this.metrics = new MetricsLog(path.resolve(METRICS));
  }

  /**
   * Starts a new run's folder.
   *
   * @param options names and values, written to {@code options.json}
   * @throws TrainException if the folder holds anything, or can't be made
   */
  public static RunFolder create(Path path, Map<String, ? extends @Nullable Object> options) {
    requireUnused(path);
    RunFolder folder = new RunFolder(path);
    folder.writeOptions(options);
    return folder;
  }

  /** Writes the options anew, for a run that goes on with others. */
  public void writeOptions(Map<String, ? extends @Nullable Object> options) {
    writeText(path.resolve(OPTIONS), JSON.writeValueAsString(options) + "\n");
  }

  /**
   * Checks that a new run can be started in a folder: that it is empty or does not exist. Cheap,
   * and changes nothing, so that it can be asked before the data is loaded.
   *
   * @throws TrainException if it can't
   */
  public static void requireUnused(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new TrainException("%s is a file; name a folder for the run".formatted(path));
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findFirst().isPresent()) {
        throw new TrainException(
            "the folder %s is not empty; name another folder for the run, or resume the run in it"
                .formatted(path));
      }
    } catch (IOException e) {
      throw new TrainException("can't read the folder %s: %s".formatted(path, e), e);
    }
  }

  /**
   * Opens the folder of a run to go on with it.
   *
   * @throws TrainException if there is no run in it, or it has no checkpoint yet
   */
  public static RunFolder open(Path path) {
    RunFolder folder = new RunFolder(path);
    if (!Files.isRegularFile(path.resolve(OPTIONS))) {
      throw new TrainException(
          "%s is no folder of a run: it has no %s; name the folder that training wrote"
              .formatted(path, OPTIONS));
    }
    if (!Files.isRegularFile(folder.lastCheckpoint())) {
      throw new TrainException(
          "the run in %s has no checkpoint to go on from; start a new run in another folder"
              .formatted(path));
    }
    return folder;
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** Losses and scores so far. */
  public MetricsLog metrics() {
    return metrics;
  }

  /** Where the newest checkpoint is, if there is one. */
  public Path lastCheckpoint() {
    return path.resolve(CHECKPOINTS).resolve(LAST);
  }

  /** Where the checkpoint after a number of updates is, if there is one. */
  public Path checkpoint(long iteration) {
    return path.resolve(CHECKPOINTS).resolve("iter_%d.safetensors".formatted(iteration));
  }

  /**
   * The options that the run was started with.
   *
   * @throws TrainException if the file can't be read
   */
  public JsonNode options() {
    Path file = path.resolve(OPTIONS);
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new TrainException(
          "can't read the options in %s: %s; start a new run in another folder"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Goes back to the newest checkpoint: sets parameters and momentum, and drops what {@code
   * metrics.jsonl} says of later iterations.
   *
   * @return where the run stood
   * @throws WeightFileException if the checkpoint is damaged or of another net
   */
  public TrainingState restore(Parameters parameters) {
    try (Checkpoint checkpoint = Checkpoint.open(lastCheckpoint())) {
      TrainingState state = checkpoint.restore(parameters);
      metrics.cutAfter(state.iteration());
      return state;
    }
  }

  /**
   * Writes the checkpoint of an iteration, makes it the last, and then deletes those before it
   * beyond a number; returns its file.
   *
   * @param keep how many stay, this one among them; 0 for all
   */
  Path save(Parameters parameters, ModelInfo model, TrainingState state, int keep) {
    Path file = checkpoint(state.iteration());
    Checkpoint.write(file, parameters, model, state);
    Path last = lastCheckpoint();
    Path next = last.resolveSibling("." + LAST + ".part");
    try {
      Files.deleteIfExists(next);
      linkOrCopy(file, next);
      Files.move(next, last, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new TrainException(
          "can't write %s: %s; check that the disk has room".formatted(last, e), e);
    }
    if (keep > 0) {
      deleteBefore(state.iteration(), keep);
    }
    return file;
  }

  private void deleteBefore(long iteration, int keep) {
    List<Long> saved = savedIterations().stream().filter(n -> n <= iteration).toList();
    for (long old : saved.subList(0, Math.max(0, saved.size() - keep))) {
      try {
        Files.deleteIfExists(checkpoint(old));
      } catch (IOException e) {
        throw new TrainException(
            "can't delete the old checkpoint %s: %s; delete it, or resume the run and keep all with --keep-checkpoints 0"
                .formatted(checkpoint(old), e),
            e);
      }
    }
  }

  /** A second name costs no space; where the file system has none, a copy does. */
  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The iterations that have a checkpoint, in order. */
  public List<Long> savedIterations() {
    Path folder = path.resolve(CHECKPOINTS);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("iter_\\d+\\.safetensors"))
          .map(name -> Long.parseLong(name.substring(5, name.indexOf('.'))))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new TrainException("can't read the folder %s: %s".formatted(folder, e), e);
    }
  }

  static void writeText(Path file, String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }
}
