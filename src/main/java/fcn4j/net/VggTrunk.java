package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.GraphBuilder;
import fcn4j.op.Dropout;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;

/**
 * Writes the layers of a VGG-shaped net up to fc7 into a graph: conv1_1, relu1_1, ..., pool5, fc6,
 * relu6, drop6, fc7, relu7, drop7. A stage with one convolution has plain names: conv1, relu1.
 *
 * <p>Source: Simonyan and Zisserman, "Very Deep Convolutional Networks", configuration D; the
 * reference's padding of 100 in front.
 */
public final class VggTrunk {
  private final GraphBuilder builder;
  private final VggShape shape;
  private final Filler filler;

  private VggTrunk(GraphBuilder builder, VggShape shape, Filler filler) {
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
  public static Trunk addTo(GraphBuilder builder, VggShape shape, String image, Filler filler) {
    VggTrunk trunk = new VggTrunk(builder, shape, filler);
    String last = image;
    for (int stage = 1; stage <= shape.stages().size(); stage++) {
      last = trunk.stage(stage, last);
    }
    last = trunk.fullyConnected(6, last, shape.fc6Channels(), shape.fc6Kernel());
    last = trunk.fullyConnected(7, last, shape.fc7Channels(), 1);
    return new Trunk(image, last, shape.skips());
  }

  private String stage(int number, String from) {
    VggShape.Stage stage = shape.stages().get(number - 1);
    String last = from;
    for (int i = 1; i <= stage.convolutions(); i++) {
      String suffix = stage.convolutions() == 1 ? "" + number : number + "_" + i;
      int pad = number == 1 && i == 1 ? shape.inputPad() : 1;
      String conv =
          builder.conv("conv" + suffix, last, stage.channels(), VggShape.KERNEL, pad, filler);
      last = builder.add("relu" + suffix, new Relu(), conv);
    }
    return builder.add("pool" + number, MaxPool2d.square(2, 2, 0), last);
  }

  private String fullyConnected(int number, String from, int channels, int kernel) {
    String fc = builder.conv("fc" + number, from, channels, kernel, 0, filler);
    String last = builder.add("relu" + number, new Relu(), fc);
    // The layer's number tells the masks of the two dropouts apart.
    return shape.dropoutRatio() == 0
        ? last
        : builder.add("drop" + number, new Dropout(shape.dropoutRatio(), number), last);
  }
}
