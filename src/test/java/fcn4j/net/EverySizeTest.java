package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Graph;
import fcn4j.op.ShapeException;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The FCNs of the registry take images of every size, from one pixel on; those on GoogLeNet with
 * its own padding from 31 on.
 */
class EverySizeTest {
  private static final int LARGEST = 320;

  static List<String> fcns() {
    return Nets.names().stream().filter(name -> name.startsWith("fcn")).toList();
  }

  @ParameterizedTest
  @MethodSource("fcns")
  void scoresHaveTheImagesSize(String name) {
    Graph net = Nets.build(name, 3).forInference(List.of("score"));
    int least = leastExtent(name);
    for (int extent = least; extent <= LARGEST + 1 - least; extent++) {
      // Rows and columns do not depend on each other: two sizes are tried at once.
      Shape image = new Shape(1, 3, extent, LARGEST + 1 - extent);
      Shape score = Objects.requireNonNull(net.shapes(Map.of("data", image)).get("score"));
      assertThat(score).isEqualTo(image);
    }
  }

  private static int leastExtent(String name) {
    return name.startsWith("fcn-googlenet") && !name.endsWith("-pad100") ? 31 : 1;
  }

  static List<String> unpaddedFcns() {
    return fcns().stream().filter(name -> leastExtent(name) > 1).toList();
  }

  @ParameterizedTest
  @MethodSource("unpaddedFcns")
  void smallerImagesAreRefused(String name) {
    Graph net = Nets.build(name, 3).forInference(List.of("score"));
    int extent = leastExtent(name) - 1;
    for (Shape image : List.of(new Shape(1, 3, extent, 64), new Shape(1, 3, 64, extent))) {
      assertThatThrownBy(() -> net.shapes(Map.of("data", image)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("the image is smaller than the net can take");
    }
  }
}
