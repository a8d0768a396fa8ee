package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;
import java.util.List;

/** LeNet as Caffe's examples have it: a classifier of gray 28x28 pictures of digits. */
final class LeNets {
  /** The node of scores. */
  static final String SCORES = "ip2";

  private static final int IMAGE_EXTENT = 28;
  private static final int DIGITS = 10;

  private LeNets() {}

  /** Those of the registry. */
  static List<Nets.Entry> entries() {
    String name = "lenet";
    String description = "classifier of gray 28x28 images of digits, LeNet";
    return List.of(
        new Nets.Entry(
            name, description, 1, IMAGE_EXTENT, DIGITS, options -> classifier(name, options)));
  }

  /**
   * conv1, pool1, conv2, pool2, ip1, relu1, ip2. Source: Caffe, {@code examples/mnist/lenet}.
   *
   * <p>(N,1,28,28) -> (N,classes,1,1), pixels 0..1.
   */
  static Graph classifier(String name, NetOptions options) {
    GraphBuilder builder = new GraphBuilder(name);
    Filler filler = options.filler();
    String last = builder.input(Nets.IMAGE, 1);
    last = builder.conv("conv1", last, 20, 5, 0, filler);
    last = builder.add("pool1", MaxPool2d.square(2, 2, 0), last);
    last = builder.conv("conv2", last, 50, 5, 0, filler);
    last = builder.add("pool2", MaxPool2d.square(2, 2, 0), last);
    last = builder.conv("ip1", last, 500, 4, 0, filler);
    last = builder.add("relu1", new Relu(), last);
    new ClassifierHead(SCORES, options.classes(), options.loss())
        .addTo(builder, last, new Filler.Xavier());
    return builder.build();
  }
}
