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

  private static final int PATCH_PIXELS = 64;
  private static final double LARGEST_COLOUR = 100;
  private static final double LARGEST_NOISE = 28;

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

  /**
   * Images with the mean subtracted: patches of one colour with noise, so that predictions differ
   * from place to place.
   */
  public static HostTensor images(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int patchesH = Math.ceilDiv(shape.h(), PATCH_PIXELS);
    int patchesW = Math.ceilDiv(shape.w(), PATCH_PIXELS);
    float[] values = new float[shape.arrayLength()];
    float[] colours = new float[patchesH * patchesW];
    for (int i = 0, plane = 0; plane < shape.n() * shape.c(); plane++) {
      for (int patch = 0; patch < colours.length; patch++) {
        colours[patch] = (float) random.nextDouble(-LARGEST_COLOUR, LARGEST_COLOUR);
      }
      for (int y = 0; y < shape.h(); y++) {
        for (int x = 0; x < shape.w(); x++) {
          float colour = colours[y / PATCH_PIXELS * patchesW + x / PATCH_PIXELS];
          values[i++] = colour + (float) random.nextDouble(-LARGEST_NOISE, LARGEST_NOISE);
        }
      }
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
