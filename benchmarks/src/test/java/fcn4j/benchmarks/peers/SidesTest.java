package fcn4j.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import fcn4j.benchmarks.ImageSize;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sides that are written in Java compute the same on a small net; nothing is timed. */
class SidesTest {
  private static final String NET = "fcn8s-narrow";
  private static final ImageSize SIZE = new ImageSize(37, 29);

  @TempDir private Path folder;

  private Material material() throws IOException {
    Material material = new Material(Files.createDirectory(folder.resolve("material")));
    material.write(NET, SIZE);
    return material;
  }

  private Path saved(String name, Side side) throws IOException {
    Path results = Files.createDirectory(folder.resolve(name));
    try (side) {
      side.run();
      side.save(results);
    }
    return results;
  }

  @Test
  void scoresAreThoseOfOnnxRuntime() throws IOException, OrtException {
    Material material = material();
    Path ours = saved("ours", new EngineSide(material, NET, SIZE, 2, Pass.FORWARD));
    Path theirs = saved("theirs", new OnnxSide(material, SIZE, 2));

    List<Agreement> found = Agreement.between(ours, theirs);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().values()).isEqualTo(21L * SIZE.width() * SIZE.height());
    assertThat(found.getFirst().close()).as("%s", found).isTrue();
  }

  @Test
  void trainingSavesTheLossAndEveryGradient() throws IOException {
    Path ours = saved("ours", new EngineSide(material(), NET, SIZE, 2, Pass.GRADIENTS));

    float[] loss = FloatFile.read(ours.resolve("loss.f32"));
    assertThat(loss).hasSize(1);
    // Scores are small, so that every class is about as likely as the others.
    double perPixel = loss[0] / (0.95 * SIZE.width() * SIZE.height());
    assertThat(perPixel).isBetween(0.8 * Math.log(21), 1.5 * Math.log(21));
    for (String name : List.of("conv1_1.weight", "fc6.weight", "score_pool3.bias")) {
      float[] gradient = FloatFile.read(ours.resolve(name + ".f32"));
      assertThat(gradient).as(name).isNotEmpty();
      assertThat(
              Agreement.of(name, FloatBuffer.wrap(gradient), FloatBuffer.allocate(gradient.length))
                  .ofLargest())
          .as(name)
          .isPositive()
          .isInfinite();
    }
    assertThat(ours.resolve("upscore2.weight.f32")).doesNotExist();
  }

  /** The peers' processes as the comparison starts them, ONNX Runtime's as an example. */
  @Test
  void aProcessDoesAPassAndEnds() throws IOException {
    Peers peers = new Peers(material(), NET, SIZE, 1, folder);
    Peer onnx = peers.onnxRuntime().doing(Pass.FORWARD);
    try (PeerProcess process = new PeerProcess(onnx, folder.resolve("log"))) {
      assertThat(process.version()).startsWith("ONNX Runtime ");
      assertThat(process.pass()).isPositive();
      assertThat(process.peakBytes()).isGreaterThan(10_000_000);
      process.save(folder.resolve("results"));
    }
    assertThat(folder.resolve("results/scores.f32")).isNotEmptyFile();
  }

  @Test
  void aPeerThatIsMissingOrEndsSaysWhy() {
    Peer missing = new Peer("PyTorch", "eager", List.of("/no/such/python"), Map.of(), true);
    assertThatThrownBy(() -> new PeerProcess(missing, folder.resolve("log")))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("PyTorch eager")
        .hasMessageContaining("/no/such/python");
    List<String> failing = List.of("bash", "-c", "echo no module named torch >&2; exit 1");
    Peer ending = new Peer("PyTorch", "eager", failing, Map.of(), true);
    assertThatThrownBy(() -> new PeerProcess(ending, folder.resolve("log")))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("no module named torch");
  }
}
