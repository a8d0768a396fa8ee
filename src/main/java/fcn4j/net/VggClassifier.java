package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import fcn4j.op.ArgMax;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ElementType;

/**
 * A VGG-shaped classifier of images of one fixed size. Its fully connected layers are convolutions
 * whose window is the whole map, so that it turns into an FCN by a change of padding; their weights
 * (O, C, h, w) are the fully connected (O, C*h*w), value for value.
 *
 * <p>Images (N,C,E,E), labels (N,1,1,1) -> fc8 (N,classes,1,1). Nodes after the trunk's: fc8, prob
 * and, for at most 255 classes (labels are bytes), loss and prediction.
 *
 * @param shape the trunk's measures; its padding is 1 in VGG16
 * @param imageExtent side of the images
 * @param classes number of classes
 * @param loss the loss
 */
public record VggClassifier(VggShape shape, int imageExtent, int classes, SoftmaxLoss loss) {
  /** The node of scores. */
  public static final String SCORES = "fc8";

  /** The node of probabilities. */
  public static final String PROBABILITIES = "prob";

  // As VGG16 was trained.
  private static final Filler SCORE_FILLER = new Filler.Gaussian(0.01);

  /**
   * Checks that fc6 sees the whole map.
   *
   * @throws GraphException if it does not, or there is no class
   */
  public VggClassifier {
    if (shape.pooledExtent(imageExtent) != shape.fc6Kernel()) {
      throw new GraphException(
          "an image of %dx%d gives a last map of %dx%d, fc6 is made for %dx%d"
              .formatted(
                  imageExtent,
                  imageExtent,
                  shape.pooledExtent(imageExtent),
                  shape.pooledExtent(imageExtent),
                  shape.fc6Kernel(),
                  shape.fc6Kernel()));
    }
    if (classes < 1) {
      throw new GraphException("the number of classes must be at least 1, got " + classes);
    }
  }

  /**
   * The net.
   *
   * @param filler initial weights of the trunk
   */
  public Graph graph(String name, Filler filler) {
    GraphBuilder builder = new GraphBuilder(name);
    String image = builder.input(Nets.IMAGE, shape.inputChannels());
    Trunk trunk = VggTrunk.addTo(builder, shape, image, filler);
    builder.conv(SCORES, trunk.top(), classes, 1, 0, SCORE_FILLER);
    builder.add(PROBABILITIES, new Softmax(), SCORES);
    if (classes <= SoftmaxLoss.IGNORE_LABEL) {
      String label = builder.input(FcnHead.LABEL, 1, ElementType.UINT8);
      builder.add(FcnHead.LOSS, loss, SCORES, label);
      builder.add(FcnHead.PREDICTION, new ArgMax(), SCORES);
    }
    return builder.build();
  }
}
