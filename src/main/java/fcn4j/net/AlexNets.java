package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.net.AlexNetShape.Order;
import java.util.List;

/** The nets on AlexNet: CaffeNet, AlexNet, FCN-AlexNet. */
final class AlexNets {
  private static final Filler SCORE_FILLER = new Filler.Gaussian(0.01);

  private AlexNets() {}

  /** Those of the registry. */
  static List<Nets.Entry> entries() {
    AlexNetShape poolNorm = AlexNetShape.fcn(Order.POOL_NORM);
    AlexNetShape normPool = AlexNetShape.fcn(Order.NORM_POOL);
    AlexNetShape caffeNet = AlexNetShape.classifier(Order.POOL_NORM);
    AlexNetShape alexNet = AlexNetShape.classifier(Order.NORM_POOL);
    return List.of(
        fcn("fcn-alexnet", "CaffeNet (pool, then norm)", poolNorm),
        fcn("fcn-alexnet-narrow", "CaffeNet with an eighth of its channels", poolNorm.narrow()),
        fcn("fcn-alexnet-norm-pool", "AlexNet (norm, then pool)", normPool),
        classifier("caffenet", "CaffeNet (pool, then norm)", caffeNet),
        classifier("caffenet-narrow", "CaffeNet with an eighth of its channels", caffeNet.narrow()),
        classifier("alexnet", "AlexNet (norm, then pool)", alexNet));
  }

  private static Nets.Entry fcn(String name, String trunk, AlexNetShape shape) {
    return Nets.Entry.fcn(name, trunk + ", no skips", options -> fcn(name, shape, options));
  }

  private static Nets.Entry classifier(String name, String trunk, AlexNetShape shape) {
    return Nets.Entry.imageNet(
        name, trunk, AlexNetShape.IMAGE_EXTENT, options -> classifier(name, shape, options));
  }

  /** An FCN without skips; the final upsampling is 63x63. */
  static Graph fcn(String name, AlexNetShape shape, NetOptions options) {
    GraphBuilder builder = new GraphBuilder(name);
    String image = builder.input(Nets.IMAGE, AlexNetShape.INPUT_CHANNELS);
    Trunk trunk = AlexNetTrunk.addTo(builder, shape, image, options.filler());
    FcnHead.of(FcnVariant.FCN_32S, options).addTo(builder, trunk);
    return builder.build();
  }

  /** A classifier, ended by fc8. */
  static Graph classifier(String name, AlexNetShape shape, NetOptions options) {
    GraphBuilder builder = new GraphBuilder(name);
    String image = builder.input(Nets.IMAGE, AlexNetShape.INPUT_CHANNELS);
    Trunk trunk = AlexNetTrunk.addTo(builder, shape, image, options.filler());
    new ClassifierHead(VggClassifier.SCORES, options.classes(), options.loss())
        .addTo(builder, trunk.top(), SCORE_FILLER);
    return builder.build();
  }
}
