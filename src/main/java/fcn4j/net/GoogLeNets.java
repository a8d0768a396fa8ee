package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Dropout;
import java.util.ArrayList;
import java.util.List;

/** The nets on GoogLeNet: the classifier, and FCN-GoogLeNet with no, one and two skips. */
final class GoogLeNets {
  /** The classifier's node of scores. */
  static final String SCORES = "loss3/classifier";

  private static final int POOL5_KERNEL = 7;

  private GoogLeNets() {}

  /** Those of the registry. */
  static List<Nets.Entry> entries() {
    GoogLeNetShape plain = GoogLeNetShape.padded(GoogLeNetShape.NATIVE_PAD);
    GoogLeNetShape margin = GoogLeNetShape.padded(GoogLeNetShape.MARGIN_PAD);
    List<Nets.Entry> entries = new ArrayList<>();
    addFcns(entries, "", "GoogLeNet", plain);
    addFcns(entries, "-pad100", "GoogLeNet padded by 100", margin);
    addFcns(entries, "-narrow", "GoogLeNet with a quarter of its channels", plain.narrow());
    entries.add(classifier("googlenet", "GoogLeNet", plain));
    entries.add(
        classifier("googlenet-narrow", "GoogLeNet with a quarter of its channels", plain.narrow()));
    return List.copyOf(entries);
  }

  private static void addFcns(
      List<Nets.Entry> entries, String suffix, String trunk, GoogLeNetShape shape) {
    for (FcnVariant variant : List.of(FcnVariant.FCN_32S, FcnVariant.FCN_16S, FcnVariant.FCN_8S)) {
      String name = "fcn-googlenet-" + variant.stage() + suffix;
      String description = "%s, %s".formatted(trunk, variant.description());
      entries.add(Nets.Entry.fcn(name, description, options -> fcn(name, shape, variant, options)));
    }
  }

  private static Nets.Entry classifier(String name, String trunk, GoogLeNetShape shape) {
    return Nets.Entry.imageNet(
        name, trunk, GoogLeNetShape.IMAGE_EXTENT, options -> classifier(name, shape, options));
  }

  /**
   * An FCN on inception_5b; the average pooling before the classifier's scores is left out, the
   * dropout stays. Source: the paper, section 4.1.
   */
  static Graph fcn(String name, GoogLeNetShape shape, FcnVariant variant, NetOptions options) {
    GraphBuilder builder = new GraphBuilder(name);
    String image = builder.input(Nets.IMAGE, GoogLeNetShape.INPUT_CHANNELS);
    Trunk trunk = GoogLeNetTrunk.addTo(builder, shape, image, options.filler());
    String top = dropout(builder, "drop_5b", shape, trunk.top());
    FcnHead.of(variant, options).addTo(builder, new Trunk(image, top, trunk.skips()));
    return builder.build();
  }

  /** The classifier. */
  static Graph classifier(String name, GoogLeNetShape shape, NetOptions options) {
    GraphBuilder builder = new GraphBuilder(name);
    String image = builder.input(Nets.IMAGE, GoogLeNetShape.INPUT_CHANNELS);
    Trunk trunk = GoogLeNetTrunk.addTo(builder, shape, image, options.filler());
    AvgPool2d mean = AvgPool2d.square(POOL5_KERNEL, 1, 0);
    String pooled = builder.add("pool5/7x7_s1", mean, trunk.top());
    String top = dropout(builder, "pool5/drop_7x7_s1", shape, pooled);
    new ClassifierHead(SCORES, options.classes(), options.loss())
        .addTo(builder, top, new Filler.Xavier());
    return builder.build();
  }

  private static String dropout(
      GraphBuilder builder, String name, GoogLeNetShape shape, String from) {
    return shape.dropoutRatio() == 0
        ? from
        : builder.add(name, new Dropout(shape.dropoutRatio(), 5), from);
  }
}
