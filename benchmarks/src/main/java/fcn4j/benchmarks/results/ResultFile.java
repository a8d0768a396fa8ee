package fcn4j.benchmarks.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of results: a JSON object a line, complete by itself, with the values that follow from
 * others written too.
 */
public final class ResultFile {
  private static final String RUN = "run";

  // Derived values are in the lines for other tools; here they are computed.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ResultFile() {}

  /**
   * Adds lines to a file, which is made where there is none.
   *
   * @throws IOException if it can't be written
   */
  public static void append(Path file, Run run, List<Measurement> measurements) throws IOException {
    write(file, run, measurements, StandardOpenOption.APPEND);
  }

  /**
   * Writes lines to a file in place of all that it had; it is made where there is none.
   *
   * @throws IOException if it can't be written
   */
  public static void replace(Path file, Run run, List<Measurement> measurements)
      throws IOException {
    write(file, run, measurements, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void write(
      Path file, Run run, List<Measurement> measurements, StandardOpenOption how)
      throws IOException {
    List<String> lines = measurements.stream().map(one -> line(run, one)).toList();
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
  }

  private static String line(Run run, Measurement measurement) {
    ObjectNode object = JSON.valueToTree(measurement);
    object.put("imagesPerSecond", measurement.imagesPerSecond());
    put(object, "teraflops", measurement.teraflops());
    put(object, "gigabytesPerSecond", measurement.gigabytesPerSecond());
    put(object, "percentOfCeiling", measurement.percentOfCeiling(run));
    Steady steady = measurement.steady();
    put(object, "steadyMillis", steady == null ? null : steady.millis());
    object.set("settled", JSON.valueToTree(measurement.settled()));
    put(object, "speed", measurement.speed());
    putSpeeds(object.withArray("rounds"), measurement.speeds());
    object.set(RUN, JSON.valueToTree(run));
    return JSON.writeValueAsString(object);
  }

  private static void putSpeeds(ArrayNode rounds, Speeds speeds) {
    Iterator<Double> each = speeds.values().iterator();
    for (JsonNode round : rounds) {
      boolean probed = !round.path("probeMillis").isNull();
      put((ObjectNode) round, "speed", probed ? each.next() : null);
    }
  }

  private static void put(ObjectNode object, String name, @Nullable Double value) {
    if (value == null) {
      object.putNull(name);
    } else {
      object.put(name, value);
    }
  }

  /**
   * Reads a file's lines.
   *
   * @throws IOException if it can't be read
   * @throws ResultException if a line is no result; it names file and line
   */
  public static List<ResultLine> read(Path file) throws IOException {
    List<ResultLine> results = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      results.add(parse(file, i + 1, lines.get(i)));
    }
    return results;
  }

  /**
   * Reads every {@code .jsonl} file of a folder, in the order of their names.
   *
   * @throws IOException if one can't be read
   * @throws ResultException if a line is no result; it names file and line
   */
  public static List<ResultLine> readAll(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
    List<ResultLine> results = new ArrayList<>();
    for (Path file : files) {
      results.addAll(read(file));
    }
    return results;
  }

  private static ResultLine parse(Path file, int number, String line) {
    try {
      JsonNode object = JSON.readTree(line);
      if (!object.isObject() || !object.path(RUN).isObject()) {
        throw new IllegalArgumentException("it is no JSON object with an object 'run'");
      }
      return new ResultLine(
          JSON.treeToValue(object.path(RUN), Run.class),
          JSON.treeToValue(object, Measurement.class));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ResultException("%s, line %d is no result: %s".formatted(file, number, reason(e)));
    }
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause();
    String text = String.valueOf((cause == null ? e : cause).getMessage());
    return text.lines().findFirst().orElse(text);
  }
}
