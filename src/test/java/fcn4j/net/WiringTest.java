package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Graph;
import fcn4j.graph.GraphException;
import fcn4j.testing.CaffeNetText;
import fcn4j.testing.RealData;
import fcn4j.weights.CaffeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nets whose weights have the same names and extents are told apart by the order of layers. */
class WiringTest {
  // In place, as Caffe's definitions have it: ReLU writes into its input.
  private static final List<String> CAFFENET =
      List.of(
          "data Data data data",
          "conv1 Convolution data conv1",
          "relu1 ReLU conv1 conv1",
          "pool1 Pooling conv1 pool1",
          "norm1 LRN pool1 norm1",
          "split Split norm1 norm1_split_0",
          "conv2 Convolution norm1_split_0 conv2",
          "fc6 InnerProduct pool5 fc6");
  private static final List<String> ALEXNET =
      List.of(
          "data Data data data",
          "conv1 Convolution data conv1",
          "relu1 ReLU conv1 conv1",
          "norm1 LRN conv1 norm1",
          "pool1 Pooling norm1 pool1",
          "conv2 Convolution pool1 conv2");

  @TempDir private Path folder;

  private Wiring file(List<String> layers) {
    Path path = folder.resolve("net.caffemodel");
    CaffeNetText.write(path, layers);
    try (CaffeFile file = CaffeFile.open(path)) {
      return Wiring.of(file);
    }
  }

  @Test
  void whatWorksInPlaceIsLookedThrough() {
    assertThat(file(CAFFENET).producers())
        .isEqualTo(
            Map.of(
                "conv1", "data", "pool1", "conv1", "norm1", "pool1", "conv2", "norm1", "fc6",
                "pool5"));
    assertThat(Wiring.of(Nets.build("caffenet", 1000)).producers())
        .containsAllEntriesOf(Map.of("pool1", "conv1", "norm1", "pool1", "conv2", "norm1"))
        .containsAllEntriesOf(Map.of("fc6", "pool5", "fc7", "fc6", "fc8", "fc7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"caffenet", "fcn-alexnet", "fcn-alexnet-narrow"})
  void theOtherAlexNetsWeightsAreRefused(String net) {
    Wiring ours = Wiring.of(Nets.build(net, 21));
    assertThatCode(() -> ours.requireAgreement(file(CAFFENET))).doesNotThrowAnyException();
    assertThatThrownBy(() -> ours.requireAgreement(file(ALEXNET)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("net.caffemodel")
        .hasMessageContaining(net)
        .hasMessageContaining("fcn-alexnet-norm-pool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alexnet", "fcn-alexnet-norm-pool"})
  void andTheOtherWayRound(String net) {
    Wiring ours = Wiring.of(Nets.build(net, 21));
    assertThatCode(() -> ours.requireAgreement(file(ALEXNET))).doesNotThrowAnyException();
    assertThatThrownBy(() -> ours.requireAgreement(file(CAFFENET)))
        .isInstanceOf(GraphException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "fcn8s,fcn16s",
    "fcn16s,fcn32s",
    "fcn8s-atonce,vgg16",
    "fcn8s,fcn8s-atonce",
    "fcn-googlenet-8s,googlenet",
    "fcn-googlenet-8s-pad100,fcn-googlenet-32s",
    "fcn-alexnet,caffenet",
    "fcn16s-digits,vgg-digits"
  })
  void stagesAndClassifiersOfOneTrunkAgree(String target, String source) {
    Graph net = Nets.build(target, 21);
    Wiring weights = Wiring.of(Nets.build(source, 21));
    assertThatCode(() -> Wiring.of(net).requireAgreement(weights)).doesNotThrowAnyException();
    assertThat(weights.isEmpty()).isFalse();
  }

  @Test
  void theRealGoogLeNetAgrees() {
    Path weights = RealData.require("weights/bvlc_googlenet.caffemodel");
    try (CaffeFile file = CaffeFile.open(weights)) {
      Wiring theirs = Wiring.of(file);
      Wiring.of(Nets.build("googlenet", 1000)).requireAgreement(theirs);
      assertThat(file.layers()).hasSizeGreaterThanOrEqualTo(58);
    }
  }
}
