package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import fcn4j.graph.Parameters;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.testing.RealData;
import fcn4j.weights.SafetensorsWriter;
import fcn4j.weights.WeightEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fcn4j classify}: real weights on real photos, and what it refuses. */
class ClassifyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  void googLeNetsTopFiveOfAllPhotosAreTheKnownOnes() {
    Path photos = RealData.require("classify");
    JsonNode known = known(photos);
    CommandRun run = classifyKnown(photos, known, "fp32", 5);
    for (int photo = 0; photo < known.size(); photo++) {
      JsonNode row = known.get(photo);
      JsonNode result = JSON.readTree(run.lines().get(photo));
      assertThat(result.get("image").asString()).endsWith(row.get("file").asString());
      assertTopFive(row.get("googlenet_top5"), result.get("top"), row.get("file").asString());
    }
  }

  /** Lower classes may change places: bfloat16 changed probabilities by up to 0.008. */
  @Test
  void inBfloat16TheFirstClassStaysAndProbabilitiesAreClose() {
    Path photos = RealData.require("classify");
    JsonNode known = known(photos);
    CommandRun run = classifyKnown(photos, known, "bf16", 1000);
    for (int photo = 0; photo < known.size(); photo++) {
      JsonNode expected = known.get(photo).get("googlenet_top5");
      JsonNode top = JSON.readTree(run.lines().get(photo)).get("top");
      String file = known.get(photo).get("file").asString();
      assertThat(top.get(0).get("class").asInt())
          .as(file)
          .isEqualTo(expected.get(0).get(0).asInt());
      Map<Integer, Double> probabilities = new HashMap<>();
      top.forEach(guess ->
          probabilities.put(guess.get("class").asInt(), guess.get("probability").asDouble()));
      for (JsonNode guess : expected) {
        assertThat(probabilities.get(guess.get(0).asInt()))
            .as(file)
            .isEqualTo(guess.get(1).asDouble(), offset(0.02));
      }
    }
  }

  private static JsonNode known(Path photos) {
    JsonNode known = JSON.readTree(photos.resolve("googlenet-top5.json")).get("rows");
    assertThat(known.size()).isEqualTo(17);
    return known;
  }

  /** A line of JSON a photo; the test is skipped where the processor has not the precision. */
  private static CommandRun classifyKnown(Path photos, JsonNode known, String precision, int top) {
    Path weights = RealData.require("weights/bvlc_googlenet.caffemodel");
    List<Object> args = new ArrayList<>(List.of("classify", "--net", "googlenet", "--weights"));
    args.addAll(List.of(weights, "--labels", photos.resolve("synset_words.txt"), "--json"));
    args.addAll(List.of("--device", "cpu", "--precision", precision, "--top", top));
    known.forEach(row -> args.add(photos.resolve(row.get("file").asString())));
    CommandRun run = CommandRun.of(args.toArray());
    assumeFalse(run.err().contains("needs a processor with AVX-512 bf16"), run.err());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(known.size());
    return run;
  }

  /** The known values were rounded to four decimals; the scaled photos differ by a rounding. */
  private static void assertTopFive(JsonNode known, JsonNode top, String file) {
    assertThat(top.size()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(top.get(i).get("class").asInt()).as(file).isEqualTo(known.get(i).get(0).asInt());
      assertThat(top.get(i).get("probability").asDouble())
          .as(file)
          .isEqualTo(known.get(i).get(1).asDouble(), offset(0.002));
      assertThat(top.get(i).get("label").asString())
          .startsWith(known.get(i).get(2).asString().strip());
    }
  }

  /** A narrow net with random weights for three classes. */
  private Path weights(List<String> leftOut) {
    Path file = folder.resolve("caffenet.safetensors");
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(Nets.build("caffenet-narrow", 3), backend, false)) {
      parameters.initialise(4);
      List<WeightEntry> entries =
          parameters.all().stream()
              .filter(parameter -> !leftOut.contains(parameter.name()))
              .map(parameter -> new WeightEntry(parameter.name(), parameter.spec().dims()))
              .toList();
      SafetensorsWriter.write(file, entries, entry -> parameters.get(entry.name()), Map.of());
    }
    return file;
  }

  private CommandRun classify(Object... more) throws IOException {
    Path image = new TinyDataset(folder.resolve("data"), 1).image(0);
    List<Object> args = new ArrayList<>(List.of("classify", image, "--device", "cpu"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  @Test
  void theNumberOfClassesIsThatOfTheFile() throws IOException {
    Path labels = folder.resolve("labels.txt");
    Files.writeString(labels, "n01440764 tench, Tinca tinca\ngoldfish\nshark\n");
    CommandRun run =
        classify("--net", "caffenet-narrow", "--weights", weights(List.of()), "--labels", labels);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(4);
    assertThat(run.out()).contains(" %  tench, Tinca tinca").contains(" %  goldfish");
    assertThat(run.err()).contains("does not tell the order of its layers");

    CommandRun numbered =
        classify("--net", "caffenet-narrow", "--weights", weights(List.of()), "--top", 2);
    assertThat(numbered.lines()).hasSize(3);
    assertThat(numbered.out()).contains(" %  class ");
  }

  @Test
  void badInputIsToldWhatToDo() throws IOException {
    Path whole = weights(List.of());
    Path labels = folder.resolve("two.txt");
    Files.writeString(labels, "a\nb\n");
    assertRefused(
        classify("--net", "caffenet-narrow", "--weights", whole, "--labels", labels),
        "two.txt has 2 names, the net has 3 classes");
    assertRefused(
        classify("--net", "fcn8s", "--weights", whole), "fcn8s labels pixels", "googlenet");
    assertRefused(
        classify("--net", "caffenet-narrow", "--weights", whole, "--resize", 100),
        "a square of 227 pixels cannot be cut out");
    assertRefused(
        classify("--net", "googlenet-narrow", "--weights", whole),
        "has no score layer of googlenet-narrow");
    assertRefused(classify("--net", "caffenet-narrow", "--weights", whole, "--top", 0), "--top");
    assertRefused(
        classify("--net", "caffenet-narrow", "--weights", weights(List.of("conv3.bias"))),
        "has no values for [conv3.bias]");
  }

  private static void assertRefused(CommandRun run, String... words) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(words);
  }
}
