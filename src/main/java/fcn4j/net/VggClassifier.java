package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import fcn4j.op.SoftmaxLoss;

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

  // As VGG16 was trained.
  private static final Filler SCORE_FILLER = new Filler.Gaussian(0.01);

  /**
   * Checks that fc6 sees the whole map.
   *
   * @throws GraphException if it does not
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
    new ClassifierHead(SCORES, classes, loss).addTo(builder, trunk.top(), SCORE_FILLER);
    return builder.build();
  }
}
