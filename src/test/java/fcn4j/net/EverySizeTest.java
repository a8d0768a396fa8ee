package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Graph;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The FCNs of the registry take images of every size, from one pixel on. */
class EverySizeTest {
  private static final int LARGEST = 320;

  static List<String> fcns() {
    return Nets.names().stream().filter(name -> name.startsWith("fcn")).toList();
  }

  @ParameterizedTest
  @MethodSource("fcns")
  void scoresHaveTheImagesSize(String name) {
    Graph net = Nets.build(name, 3).forInference(List.of("score"));
    for (int extent = 1; extent <= LARGEST; extent++) {
      // Rows and columns do not depend on each other: two sizes are tried at once.
      Shape image = new Shape(1, 3, extent, LARGEST + 1 - extent);
      Shape score = Objects.requireNonNull(net.shapes(Map.of("data", image)).get("score"));
      assertThat(score).isEqualTo(image);
    }
  }
}
