package fcn4j.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import fcn4j.benchmarks.ImageSize;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sides that are written in Java compute the same on a small net; nothing is timed. */
class SidesTest {
  private static final String NET = "fcn8s-narrow";
  private static final ImageSize SIZE = new ImageSize(37, 29);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private Material material() throws IOException {
    Material material = new Material(Files.createDirectory(folder.resolve("material")));
    material.write(NET, SIZE, true);
    return material;
  }

  private static Side engine(Material material, Pass pass) throws IOException {
    return new EngineSide(material, NET, SIZE, EngineBackend.open(EngineBackend.ONEDNN, 2), pass);
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
    Path ours = saved("ours", engine(material, Pass.FORWARD));
    Path theirs = saved("theirs", new OnnxSide(material, SIZE, 2));

    List<Agreement> found = Agreement.between(ours, theirs);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().values()).isEqualTo(21L * SIZE.width() * SIZE.height());
    assertThat(found.getFirst().close("fp32")).as("%s", found).isTrue();
  }

  @Test
  void trainingSavesTheLossAndEveryGradient() throws IOException {
    Path ours = saved("ours", engine(material(), Pass.GRADIENTS));

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
  void aProcessOpensDoesPassesAndEnds() throws IOException {
    Peers peers = new Peers(material(), NET, SIZE, 1, folder);
    Path results = folder.resolve("results");
    try (Hosts hosts = new Hosts(folder)) {
      OpenSide side = hosts.open(peers.onnxRuntime(), Pass.FORWARD, PATIENCE, PATIENCE);
      assertThat(side.process().version()).startsWith("ONNX Runtime ");
      assertThat(side.time(2))
          .hasSize(2)
          .allSatisfy(sample -> {
            assertThat(sample.wallMillis()).isPositive();
            assertThat(sample.deviceMillis()).isNull();
          });
      assertThat(side.memory().peakBytes()).isGreaterThan(10_000_000);
      side.save(results);
      hosts.close(side);
      assertThat(side.process().lost()).isTrue();
    }
    assertThat(results.resolve("scores.f32")).isNotEmptyFile();
  }

  /** Everything but the time: who fails is left out with the reason, the others go on. */
  @Test
  void aSeriesGoesOnWithoutThoseWhoFail() throws IOException {
    Peers peers = new Peers(material(), NET, SIZE, 1, folder);
    Peer broken = talking("broken", "echo ready Nobody 1; read line; echo failed no compiler");
    List<String> messages = new ArrayList<>();
    Budget budget = Budget.of(PATIENCE);
    try (Series series = new Series(folder, true, PATIENCE, messages::add)) {
      assertThat(series.admit(Pass.FORWARD, peers.ours(), broken, budget)).isNull();
      assertThat(series.admit(Pass.FORWARD, peers.ours(), broken, Budget.of(Duration.ZERO)))
          .isNull();
      List<OpenSide> sides = new ArrayList<>();
      for (Peer peer : List.of(peers.ours(), peers.onnxRuntime())) {
        Series.Admitted admitted = series.admit(Pass.FORWARD, peers.ours(), peer, budget);
        sides.add(Objects.requireNonNull(admitted, messages::toString).side());
      }
      Map<Peer, Series.Timing> timings =
          series.time(sides, new Series.Rounds(0, 2, 3, 0), Budget.of(PATIENCE));
      assertThat(timings.keySet()).extracting(Peer::who).containsExactly("fcn4j", "ONNX Runtime");
      assertThat(timings.values()).allSatisfy(one -> assertThat(one.samples()).hasSize(6));
      assertThat(series.agreed()).isTrue();
    }
    assertThat(messages.get(0)).contains("left out: forward PyTorch broken", "no compiler");
    assertThat(messages.get(1)).contains("left out: forward PyTorch broken", "the time was over");
    assertThat(folder.resolve("ours-forward")).doesNotExist();
  }

  /** Of passes of 2 ms a turn of 20 holds ten, and one before them that does not count. */
  @Test
  void shortPassesFillATurnBehindOneThatDoesNotCount() throws IOException {
    Peer quick =
        talking(
            "quick",
            """
            echo ready Nobody 1
            while read command pass key number; do
              answer=done
              [ "$command" = memory ] && answer="done -"
              if [ "$command" = time ]; then
                answer="$answer 9.0/-"
                for ((i = 1; i < number; i++)); do answer="$answer 2.0/-"; done
              fi
              echo "$answer"
            done
            """);
    Map<Peer, Series.Timing> timings;
    try (Series series = new Series(folder, true, PATIENCE, message -> {});
        Hosts hosts = new Hosts(folder)) {
      OpenSide side = hosts.open(quick, Pass.FORWARD, PATIENCE, PATIENCE);
      timings = series.time(List.of(side), new Series.Rounds(2, 3, 1, 20), Budget.of(PATIENCE));
    }
    assertThat(Objects.requireNonNull(timings.get(quick)).wallMillis())
        .hasSize(30)
        .containsOnly(2.0);
  }

  @Test
  void longPassesAreOneInATurn() {
    Series.Rounds rounds = new Series.Rounds(2, 3, 1, 20);
    assertThat(rounds.counted(List.of(new OpenSide.Sample(15, null)))).isOne();
    assertThat(rounds.counted(List.of(new OpenSide.Sample(9, null), new OpenSide.Sample(4, null))))
        .isEqualTo(5);
    assertThat(new Series.Rounds(2, 3, 4, 0).counted(List.of(new OpenSide.Sample(1, null))))
        .isEqualTo(4);
  }

  private static Peer talking(String name, String script) {
    List<String> command = List.of("bash", "-c", script);
    return new Peer("PyTorch", name, name, "fp32", name, true, command, Map.of());
  }

  @Test
  void aPeerThatIsMissingEndsOrHangsSaysWhy() {
    Path log = folder.resolve("log");
    Peer missing =
        new Peer(
            "PyTorch", "eager", "eager", "fp32", "x", true, List.of("/no/such/python"), Map.of());
    assertThatThrownBy(() -> new PeerProcess(missing, log, PATIENCE))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("PyTorch eager")
        .hasMessageContaining("/no/such/python");
    Peer ending = talking("eager", "echo no module named torch >&2; exit 1");
    assertThatThrownBy(() -> new PeerProcess(ending, log, PATIENCE))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("no module named torch");
    Peer hanging = talking("compiled", "echo ready Nobody 1; read line; sleep 60");
    try (PeerProcess process = new PeerProcess(hanging, log, PATIENCE)) {
      assertThatThrownBy(() -> process.tell("open forward x", Duration.ofMillis(50)))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("did not open forward x within 0 s and was ended");
      assertThat(process.lost()).isTrue();
    }
  }
}
