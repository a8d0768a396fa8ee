package fcn4j.benchmarks;

import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.DeconvCrop;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.SkipSum;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The layers that are measured one by one, found in the nets that have them. */
public enum LayerCase {
  /** The finer of FCN-8s's two skips: twofold upsampling plus the scores of pool3. */
  SKIP_SUM("fcn8s", LayerCase::training, SkipSum.class),
  /** The eightfold upsampling of FCN-8s to full-size scores. */
  DECONV_CROP_8("fcn8s", LayerCase::scores, DeconvCrop.class),
  /** The sixteenfold upsampling of FCN-16s to full-size scores. */
  DECONV_CROP_16("fcn16s", LayerCase::scores, DeconvCrop.class),
  /** The eightfold upsampling of FCN-8s together with the loss. */
  UPSAMPLE_SOFTMAX_LOSS("fcn8s", LayerCase::training, UpsampleSoftmaxLoss.class),
  /** The loss of full-size scores alone. */
  SOFTMAX_LOSS("fcn8s", graph -> graph, SoftmaxLoss.class),
  /** The eightfold upsampling of FCN-8s together with the choice of the best class. */
  UPSAMPLE_ARG_MAX("fcn8s", LayerCase::prediction, UpsampleArgMax.class),
  /** The last convolution before the first pooling: 3x3, 64 to 64 channels in VGG16. */
  CONV2D_RELU("fcn8s", LayerCase::firstStage, Conv2dRelu.class),
  /** The first pooling. */
  MAX_POOL_2D("fcn8s", LayerCase::firstStage, MaxPool2d.class);

  private final String net;
  private final Function<Graph, Graph> form;
  private final Class<? extends Op> type;

  /**
   * A layer's operation with what it is given.
   *
   * @param node operation and parameters
   * @param inputs shapes of its inputs
   */
  record Layer(Node node, List<Shape> inputs) {}

  LayerCase(String net, Function<Graph, Graph> form, Class<? extends Op> type) {
    this.net = net;
    this.form = form;
    this.type = type;
  }

  /**
   * The layer in a net for images of a size.
   *
   * @param trunk {@code vgg16}, or the ending of a smaller net's name: {@code narrow}, {@code tiny}
   * @throws IllegalStateException if the net has no such operation
   */
  Layer layer(String trunk, ImageSize size) {
    String name = trunk.equals("vgg16") ? net : net + "-" + trunk;
    Graph graph = form.apply(Nets.build(name, NetTrial.CLASSES));
    Map<String, Shape> shapes =
        graph.shapes(Map.of(Nets.IMAGE, size.shape(1, 3), FcnHead.LABEL, size.shape(1, 1)));
    Node last =
        graph.nodes().stream()
            .filter(node -> type.isInstance(node.op()))
            .reduce((first, second) -> second)
            .orElseThrow(() ->
                new IllegalStateException(
                    "net %s has no %s".formatted(name, type.getSimpleName())));
    return new Layer(last, last.inputs().stream().map(shapes::get).toList());
  }

  private static Graph training(Graph graph) {
    return Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
  }

  private static Graph scores(Graph graph) {
    return inference(graph, FcnHead.SCORE);
  }

  private static Graph prediction(Graph graph) {
    return inference(graph, FcnHead.PREDICTION);
  }

  private static Graph firstStage(Graph graph) {
    Node pool =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof MaxPool2d)
            .findFirst()
            .orElseThrow();
    return inference(graph, pool.name());
  }

  private static Graph inference(Graph graph, String output) {
    return Fusion.rewrite(graph.forInference(Set.of(output)), Set.of(output));
  }
}
