package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Concatenation along channels.
 *
 * <p>(N,C1,H,W), (N,C2,H,W), ... -> (N,C1+C2+...,H,W). Source: Caffe, Concat layer, axis 1.
 */
public record Concat() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException("Concat takes at least 1 input, got 0");
    }
    Shape first = inputs.getFirst();
    int channels = 0;
    for (Shape shape : inputs) {
      if (!shape.withChannels(first.c()).equals(first)) {
        throw new ShapeException("Concat: its inputs differ in more than channels: " + inputs);
      }
      channels = Math.addExact(channels, shape.c());
    }
    return first.withChannels(channels);
  }
}
