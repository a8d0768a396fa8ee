package fcn4j.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A file of JSON objects, one a line, in the order of iterations: lines of kind {@code train} and
 * of kind {@code evaluation}.
 */
public final class MetricsLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  MetricsLog(Path file) {
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Appends the line of an update. */
  void append(Progress progress) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("kind", "train");
    line.put("iteration", progress.iteration());
    line.put("loss", progress.loss());
    line.put("lastLoss", progress.lastLoss());
    line.put("rate", progress.rate());
    line.put("imagesPerSecond", finite(progress.imagesPerSecond()));
    append(line);
  }

  /** Appends the line of an evaluation. */
  void append(long iteration, Score score, AbsentClasses convention) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("kind", "evaluation");
    line.put("iteration", iteration);
    line.putAll(values(score, convention));
    append(line);
  }

  /** All scores of an evaluation by name; null stands for what is not defined. */
  public static Map<String, @Nullable Object> values(Score score, AbsentClasses convention) {
    Metrics metrics = score.metrics(convention);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("dataset", score.dataset());
    values.put("images", score.images());
    values.put("loss", score.loss().isPresent() ? finite(score.loss().getAsDouble()) : null);
    values.put("pixelAccuracy", finite(metrics.pixelAccuracy()));
    values.put("meanAccuracy", finite(metrics.meanAccuracy()));
    values.put("meanIu", finite(metrics.meanIu()));
    values.put("frequencyWeightedIu", finite(metrics.frequencyWeightedIu()));
    values.put("absentClasses", convention.name());
    values.put("classIu", finite(metrics.classIu()));
    values.put("classAccuracy", finite(metrics.classAccuracy()));
    return values;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static List<@Nullable Double> finite(List<Double> values) {
    List<@Nullable Double> finite = new ArrayList<>();
    values.forEach(value -> finite.add(finite(value)));
    return finite;
  }

  private void append(Map<String, @Nullable Object> line) {
    byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      // One write a line: a reader beside the run sees whole lines.
      channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Drops the lines of iterations after the given one, and what was cut off in the middle of a
   * line: what a run that goes on from there will write again.
   */
  void cutAfter(long iteration) {
    try {
      if (!Files.exists(file)) {
        return;
      }
      StringBuilder kept = new StringBuilder();
      for (String line : Files.readAllLines(file)) {
        Optional<JsonNode> json = parse(line);
        if (json.isPresent() && json.get().path("iteration").asLong(-1) <= iteration) {
          kept.append(line).append('\n');
        }
      }
      RunFolder.writeText(file, kept.toString());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The whole lines of the file, in order. */
  public List<JsonNode> read() {
    try {
      List<JsonNode> lines = new ArrayList<>();
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(line -> parse(line).ifPresent(lines::add));
      }
      return lines;
    } catch (IOException e) {
      throw new TrainException("can't read %s: %s; check the file".formatted(file, e), e);
    }
  }

  /** Empty for a line that a killed run did not finish. */
  private static Optional<JsonNode> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private TrainException unwritable(IOException e) {
    return new TrainException(
        "can't write %s: %s; check that the folder is writable and the disk has room"
            .formatted(file, e),
        e);
  }
}
