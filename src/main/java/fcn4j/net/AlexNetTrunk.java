package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.ParameterRule;
import fcn4j.op.Conv2d;
import fcn4j.op.Dropout;
import fcn4j.op.Extent2;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;
import java.util.List;

/**
 * Writes the layers of an AlexNet up to fc7 into a graph: conv1, relu1, pool1, norm1, conv2, ...,
 * pool5, fc6, relu6, drop6, fc7, relu7, drop7. Its biases learn at the common rate and are decayed,
 * as in the released FCN-AlexNet.
 *
 * <p>Source: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural
 * Networks"; the reference's voc-fcn-alexnet.
 */
public final class AlexNetTrunk {
  private static final Lrn NORM = new Lrn(5, 1e-4, 0.75, 1);

  private final GraphBuilder builder;
  private final AlexNetShape shape;
  private final Filler filler;

  private AlexNetTrunk(GraphBuilder builder, AlexNetShape shape, Filler filler) {
    this.builder = builder;
    this.shape = shape;
    this.filler = filler;
  }

  /**
   * Adds the layers.
   *
   * @param image an input of the graph
   * @param filler initial weights of all its convolutions
   */
  public static Trunk addTo(GraphBuilder builder, AlexNetShape shape, String image, Filler filler) {
    AlexNetTrunk trunk = new AlexNetTrunk(builder, shape, filler);
    String last = trunk.conv(1, image, 96, 11, 4, shape.inputPad(), 1);
    last = trunk.poolAndNorm(1, last);
    last = trunk.conv(2, last, 256, 5, 1, 2, 2);
    last = trunk.poolAndNorm(2, last);
    last = trunk.conv(3, last, 384, 3, 1, 1, 1);
    last = trunk.conv(4, last, 384, 3, 1, 1, 2);
    last = trunk.conv(5, last, 256, 3, 1, 1, 2);
    last = trunk.pool(5, last);
    last = trunk.fullyConnected(6, last, AlexNetShape.FC6_KERNEL);
    last = trunk.fullyConnected(7, last, 1);
    return new Trunk(image, last, List.of());
  }

  private String conv(
      int number, String from, int channels, int kernel, int stride, int pad, int groups) {
    return layer("conv", number, from, channels, kernel, stride, pad, groups);
  }

  private String layer(
      String kind,
      int number,
      String from,
      int channels,
      int kernel,
      int stride,
      int pad,
      int groups) {
    Conv2d conv =
        new Conv2d(
            builder.channels(from),
            shape.width(channels),
            Extent2.square(kernel),
            Extent2.square(stride),
            Extent2.square(pad),
            Extent2.ONE,
            groups,
            true);
    List<ParameterRule> rules =
        List.of(ParameterRule.weight(filler), ParameterRule.weight(new Filler.Constant(0)));
    String name = builder.add(kind + number, conv, rules, from);
    return builder.add("relu" + number, new Relu(), name);
  }

  private String poolAndNorm(int number, String from) {
    return switch (shape.order()) {
      case POOL_NORM -> norm(number, pool(number, from));
      case NORM_POOL -> pool(number, norm(number, from));
    };
  }

  private String pool(int number, String from) {
    return builder.add("pool" + number, MaxPool2d.square(3, 2, 0), from);
  }

  private String norm(int number, String from) {
    return builder.add("norm" + number, NORM, from);
  }

  private String fullyConnected(int number, String from, int kernel) {
    String relu = layer("fc", number, from, 4096, kernel, 1, 0, 1);
    return shape.dropoutRatio() == 0
        ? relu
        : builder.add("drop" + number, new Dropout(shape.dropoutRatio(), number), relu);
  }
}
