package fcn4j.benchmarks;

import fcn4j.graph.Filler;
import fcn4j.graph.Parameter;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Op;
import fcn4j.op.PrepareImage;
import fcn4j.op.PrepareLabel;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;

/** Random values for a layer's tensors, from a fixed seed. */
final class LayerValues {
  private static final long SEED = 1;
  private static final int PREPARED_VALUES = 256;
  private static final float[] MOVES = {1, 7, -5};

  private LayerValues() {}

  /** Values of a FLOAT32 input: mirroring and shifts where the operation takes these. */
  static float[] floats(Layer layer, int input) {
    Shape shape = layer.inputs().get(input);
    Op op = layer.op();
    if (op instanceof PrepareImage || op instanceof PrepareLabel) {
      float[] moves = new float[shape.arrayLength()];
      for (int i = 0; i < moves.length; i++) {
        moves[i] = MOVES[i % MOVES.length];
      }
      return moves;
    }
    return RandomValues.floats(shape, SEED + input).data();
  }

  /** Values of a UINT8 input: a picture's, predictions, or labels of which some are void. */
  static byte[] bytes(Layer layer, int input) {
    Shape shape = layer.inputs().get(input);
    return switch (layer.op()) {
      case PrepareImage _ -> RandomValues.labels(shape, PREPARED_VALUES, SEED + input).data();
      case ConfusionMatrix matrix when input == 0 ->
          RandomValues.labels(shape, matrix.classes(), SEED).data();
      case ConfusionMatrix matrix ->
          RandomValues.labelsWithVoid(shape, matrix.classes(), SEED + input).data();
      default -> RandomValues.labelsWithVoid(shape, NetModel.CLASSES, SEED + input).data();
    };
  }

  /** Values of a parameter: as in training, but random where training begins with one value. */
  static float[] parameter(Parameter parameter) {
    Filler filler =
        parameter.rule().filler() instanceof Filler.Constant
            ? new Filler.Gaussian(0.01)
            : parameter.rule().filler();
    return filler.fill(parameter.name(), parameter.spec(), SEED);
  }

  /** Values of the output's gradient. */
  static float[] upstream(Shape output) {
    return RandomValues.floats(output, SEED + 100).data();
  }

  /** The type of an input's elements. */
  static ElementType type(Layer layer, int input) {
    return layer.op().inputType(input);
  }
}
