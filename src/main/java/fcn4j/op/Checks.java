package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/** The checks that the records of this package share. */
final class Checks {
  private Checks() {}

  static Shape one(Op op, List<Shape> inputs) {
    count(op, inputs, 1);
    return inputs.getFirst();
  }

  static void count(Op op, List<Shape> inputs, int expected) {
    if (inputs.size() != expected) {
      throw new ShapeException(
          "%s takes %d input(s), got %d".formatted(op.name(), expected, inputs.size()));
    }
  }

  static void inChannels(Op op, Shape in, int expected) {
    if (in.c() != expected) {
      throw new ShapeException(
          "%s is made for %d channels, its input %s has %d"
              .formatted(op.name(), expected, in, in.c()));
    }
  }

  static void channels(int inChannels, int outChannels, int groups) {
    if (inChannels < 1 || outChannels < 1 || groups < 1) {
      throw new ShapeException(
          "channels and groups must be at least 1, got %d -> %d in %d group(s)"
              .formatted(inChannels, outChannels, groups));
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new ShapeException(
          "%d -> %d channels do not divide into %d groups"
              .formatted(inChannels, outChannels, groups));
    }
  }

  static Shape same(Op op, List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException(
          "%s takes at least 2 inputs, got %d".formatted(op.name(), inputs.size()));
    }
    for (Shape shape : inputs) {
      if (!shape.equals(inputs.getFirst())) {
        throw new ShapeException(
            "%s: its inputs have different shapes %s".formatted(op.name(), inputs));
      }
    }
    return inputs.getFirst();
  }

  static Shape labels(Op op, Shape scores, Shape labels) {
    if (labels.c() != 1
        || labels.n() != scores.n()
        || labels.h() != scores.h()
        || labels.w() != scores.w()) {
      throw new ShapeException(
          "%s: scores %s need labels (%d,1,%d,%d), got %s"
              .formatted(op.name(), scores, scores.n(), scores.h(), scores.w(), labels));
    }
    return labels;
  }

  static void cropFits(Op op, Shape full, Extent2 offset, Shape reference) {
    if ((long) offset.h() + reference.h() > full.h()
        || (long) offset.w() + reference.w() > full.w()) {
      throw new ShapeException(
          "%s: a window of %dx%d at offset %s does not lie inside %s; the image is smaller than the net can take"
              .formatted(op.name(), reference.h(), reference.w(), offset, full));
    }
    if (full.n() != reference.n()) {
      throw new ShapeException(
          "%s: batch of %s differs from batch of the reference %s"
              .formatted(op.name(), full, reference));
    }
  }
}
