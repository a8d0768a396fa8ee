package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.ParameterRule;
import fcn4j.op.Conv2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.MaxPool2d;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The head on a trunk that is no VGG. */
class FcnHeadTest {
  private static final Filler ZERO = new Filler.Constant(0);

  private static Graph caffeNet() {
    GraphBuilder builder = new GraphBuilder("alexnet");
    builder.input("data", 3);
    slide(builder, "conv1", "data", 11, 4, 100);
    builder.add("pool1", MaxPool2d.square(3, 2, 0), "conv1");
    slide(builder, "conv2", "pool1", 5, 1, 2);
    builder.add("pool2", MaxPool2d.square(3, 2, 0), "conv2");
    slide(builder, "conv3", "pool2", 3, 1, 1);
    builder.add("pool5", MaxPool2d.square(3, 2, 0), "conv3");
    slide(builder, "fc6", "pool5", 6, 1, 0);
    Trunk trunk = new Trunk("data", "fc6", List.of());
    FcnHead.reference(FcnVariant.FCN_32S, 21).addTo(builder, trunk);
    return builder.build();
  }

  private static void slide(
      GraphBuilder builder, String node, String from, int kernel, int stride, int pad) {
    Conv2d conv = Conv2d.square(builder.channels(from), 4, kernel, stride, pad);
    builder.add(node, conv, List.of(ParameterRule.weight(ZERO), ParameterRule.bias()), from);
  }

  /** Kernel 64 would need a crop by 18.5 pixels. */
  @Test
  void theKernelIsOddWhereAnEvenOneWouldNotMeetThePixels() {
    Graph graph = caffeNet();
    assertThat(graph.node("upscore").op()).isEqualTo(Deconv2d.diagonal(21, 63, 32));
    assertThat(graph.node("score").op()).isEqualTo(new Crop(Extent2.square(18)));
    int[][] sizes = {{500, 543}, {375, 415}, {334, 383}, {480, 543}, {640, 703}, {1, 63}};
    for (int[] size : sizes) {
      int extent = size[0];
      Map<String, Shape> shapes =
          graph.shapes(
              Map.of(
                  "data", new Shape(1, 3, extent, extent),
                  "label", new Shape(1, 1, extent, extent)));
      assertThat(shapes.get("upscore")).isEqualTo(new Shape(1, 21, size[1], size[1]));
      assertThat(shapes.get("score")).isEqualTo(new Shape(1, 21, extent, extent));
    }
  }
}
