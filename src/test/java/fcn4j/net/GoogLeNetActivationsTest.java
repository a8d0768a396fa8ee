package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.HostTensor;
import fcn4j.testing.MatlabArray;
import fcn4j.testing.RealData;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** GoogLeNet with its real weights computes what Caffe computed with them, layer by layer. */
class GoogLeNetActivationsTest {
  /**
   * Share of a layer's largest value: Caffe summed in float32, and its powers in the normalisation
   * differ from ours by up to 1.2e-5.
   */
  private static final double TOLERANCE = 2e-5;

  private final Graph graph = Nets.build("googlenet", 1000);

  @Test
  void everyStoredActivationIsReproduced() throws IOException {
    Path folder = RealData.require("googlenet-activations");
    Path weights = RealData.require("weights/bvlc_googlenet.caffemodel");
    Map<String, Path> stored = stored(folder);
    assertThat(stored).hasSize(17);
    Graph net = graph.forInference(stored.keySet());
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, false);
        WeightFile file = WeightFiles.open(weights);
        Executor executor = Executor.inference(net, parameters, stored.keySet())) {
      TransplantReport report =
          Transplant.run(WeightSource.of(file), parameters, TransplantRule.convolutionalise());
      assertThat(report.untouched()).isEmpty();
      assertThat(report.ignored()).isEmpty();
      checkFirstLayer(parameters, folder);

      executor.forward(Feeds.of("data", MatlabArray.read(folder.resolve("1_data.mat"))));
      stored.forEach((node, path) -> assertClose(node, executor.read(node), path));
    }
  }

  /** The weights were stored as (kw,kh,Ci,Co): in memory they are Caffe's. */
  private static void checkFirstLayer(Parameters parameters, Path folder) {
    HostTensor weight = MatlabArray.read(folder.resolve("conv1_7x7_s2_w.mat"));
    HostTensor bias = MatlabArray.read(folder.resolve("conv1_7x7_s2_b.mat"));
    assertThat(parameters.get("conv1/7x7_s2.weight")).isEqualTo(weight.data());
    assertThat(parameters.get("conv1/7x7_s2.bias")).isEqualTo(bias.data());
  }

  private static void assertClose(String node, HostTensor ours, Path file) {
    float[] caffes = MatlabArray.read(file).data();
    assertThat(ours.data()).as(node).hasSize(caffes.length);
    double largest = 0;
    double furthest = 0;
    for (int i = 0; i < caffes.length; i++) {
      largest = Math.max(largest, Math.abs(caffes[i]));
      furthest = Math.max(furthest, Math.abs((double) caffes[i] - ours.data()[i]));
    }
    assertThat(largest).as(node).isPositive();
    assertThat(furthest / largest).as(node).isLessThan(TOLERANCE);
  }

  /** Files by node. Caffe's ReLUs work in place: what is stored for a convolution is after it. */
  private Map<String, Path> stored(Path folder) throws IOException {
    Map<String, Path> stored = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = Objects.toString(file.getFileName());
        for (Node node : graph.nodes()) {
          if (name.matches("[0-9]+_" + node.name().replace('/', '_') + "[.]mat")) {
            stored.put(inPlace(node.name()), file);
          }
        }
      }
    }
    return stored;
  }

  private String inPlace(String node) {
    List<String> relus =
        graph.nodes().stream()
            .filter(other -> other.name().contains("/relu_") && other.inputs().contains(node))
            .map(Node::name)
            .toList();
    return relus.isEmpty() ? node : relus.getFirst();
  }
}
