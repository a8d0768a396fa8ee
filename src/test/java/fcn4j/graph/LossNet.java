package fcn4j.graph;

import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ElementType;

/** The two ends of the small nets that tests train: what they are fed, and scores with a loss. */
final class LossNet {
  private LossNet() {}

  /** Begins a net with the inputs {@code data} and {@code label}. */
  static GraphBuilder of(String name, int channels) {
    GraphBuilder builder = new GraphBuilder(name);
    builder.input("data", channels);
    builder.input("label", 1, ElementType.UINT8);
    return builder;
  }

  /** Ends it with {@code score}, a 1x1 convolution, and {@code loss}, summed over all pixels. */
  static Graph end(GraphBuilder builder, String from, int classes, Filler filler) {
    builder.conv("score", from, classes, 1, 0, filler);
    builder.add("loss", SoftmaxLoss.plain(LossNormalisation.SUM), "score", "label");
    return builder.build();
  }
}
