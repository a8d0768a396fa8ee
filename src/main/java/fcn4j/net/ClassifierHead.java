package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import fcn4j.op.ArgMax;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ElementType;

/**
 * The end of a classifier: scores, probabilities and, for at most 255 classes (labels are bytes),
 * loss and prediction. The last fully connected layer is a 1x1 convolution.
 *
 * <p>Features (N,C,1,1), labels (N,1,1,1) -> scores (N,classes,1,1).
 *
 * @param scores name of the score layer, the reference's
 * @param classes number of classes
 * @param loss the loss
 */
record ClassifierHead(String scores, int classes, SoftmaxLoss loss) {
  /** The node of probabilities. */
  static final String PROBABILITIES = "prob";

  /**
   * Checks the number of classes.
   *
   * @throws GraphException if there is no class
   */
  ClassifierHead {
    if (classes < 1) {
      throw new GraphException("the number of classes must be at least 1, got " + classes);
    }
  }

  /** Adds the nodes to a graph that has the features. */
  void addTo(GraphBuilder builder, String features, Filler filler) {
    builder.conv(scores, features, classes, 1, 0, filler);
    builder.add(PROBABILITIES, new Softmax(), scores);
    if (classes <= SoftmaxLoss.IGNORE_LABEL) {
      String label = builder.input(FcnHead.LABEL, 1, ElementType.UINT8);
      builder.add(FcnHead.LOSS, loss, scores, label);
      builder.add(FcnHead.PREDICTION, new ArgMax(), scores);
    }
  }
}
