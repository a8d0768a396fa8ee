package fcn4j.benchmarks;

import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.SplittableRandom;

/** Inputs that follow from a seed. */
public final class RandomValues {
  /** Of the pixels of VOC's label maps some 5 % are void. */
  private static final double IGNORED_SHARE = 0.05;

  private RandomValues() {}

  /** Numbers spread evenly over -1..1. */
  public static HostTensor floats(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[shape.arrayLength()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return new HostTensor(shape, values);
  }

  /** Labels: every pixel one of the classes, none ignored. */
  public static ByteTensor labels(Shape shape, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] values = new byte[shape.arrayLength()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(classes);
    }
    return new ByteTensor(shape, values);
  }

  /** Labels of which some are to be ignored. */
  static ByteTensor labelsWithVoid(Shape shape, int classes, long seed) {
    ByteTensor labels = labels(shape, classes, seed);
    SplittableRandom random = new SplittableRandom(seed + 1);
    byte[] values = labels.data();
    for (int i = 0; i < values.length; i++) {
      if (random.nextDouble() < IGNORED_SHARE) {
        values[i] = (byte) SoftmaxLoss.IGNORE_LABEL;
      }
    }
    return labels;
  }
}
