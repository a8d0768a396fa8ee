package fcn4j.benchmarks.scaling;

import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.tensor.Shape;
import java.util.Map;

/**
 * What a pass is given.
 *
 * @param side rows and columns of an image
 * @param batch images
 */
record Load(int side, int batch) {

  String size() {
    return side + "x" + side;
  }

  long pixels() {
    return (long) batch * side * side;
  }

  Shape image() {
    return new Shape(batch, 3, side, side);
  }

  Shape label() {
    return new Shape(batch, 1, side, side);
  }

  /** Shapes of the inputs of a net. */
  Map<String, Shape> shapes(boolean training) {
    return training
        ? Map.of(Nets.IMAGE, image(), FcnHead.LABEL, label())
        : Map.of(Nets.IMAGE, image());
  }

  @Override
  public String toString() {
    return "%s, batch %d".formatted(size(), batch);
  }
}
