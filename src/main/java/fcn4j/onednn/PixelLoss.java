package fcn4j.onednn;

import fcn4j.op.LabelException;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The softmax loss of rows of pixels and its gradient, for one batch's labels. A row's scores lie
 * in a work array class after class ({@link ClassPlanes}).
 */
final class PixelLoss {
  private final SoftmaxLoss op;
  private final Shape pixels;
  private final int classes;
  private final byte[] labels;
  private final byte @Nullable [] mask;
  private final double factor;

  /**
   * Reads and checks the labels.
   *
   * @param pixels the labels' shape
   * @throws LabelException if one that counts is no class
   */
  PixelLoss(SoftmaxLoss op, Shape pixels, int classes, OpArgs args) {
    this.op = op;
    this.pixels = pixels;
    this.classes = classes;
    labels = bytes(args, 1);
    mask = op.masked() ? bytes(args, 2) : null;
    int valid = 0;
    for (int pixel = 0; pixel < labels.length; pixel++) {
      valid += label(pixel) == SoftmaxLoss.IGNORE_LABEL ? 0 : 1;
    }
    factor = op.lossWeight() / op.normalisation().divisor(pixels.n(), labels.length, valid);
  }

  private static byte[] bytes(OpArgs args, int input) {
    return OnednnMemory.elements(Floats.required(args.inputs().get(input)))
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /** The pixel's class, or the ignore label if it does not count. */
  private int label(int pixel) {
    int label = labels[pixel] & 0xff;
    if (mask != null && mask[pixel] == 0) {
      return SoftmaxLoss.IGNORE_LABEL;
    }
    if (label >= classes && label != SoftmaxLoss.IGNORE_LABEL) {
      int row = pixel / pixels.w();
      throw LabelException.at(
          label, row / pixels.h(), row % pixels.h(), pixel % pixels.w(), classes);
    }
    return label;
  }

  /** What the sum over all pixels is multiplied with. */
  double factor() {
    return factor;
  }

  /**
   * The sum of a row's pixel losses, before the factor.
   *
   * @param line the row, counted over the batch
   * @param planes the scores, {@code count} pixels a class; replaced by exponentials
   * @param positions where each pixel of the row is among them
   * @param gradient whether the scores are replaced by their gradient; 0 where a pixel does not
   *     count or is not of the row
   * @param scratch its work arrays from 5 on are used
   */
  double row(
      int line,
      float[] planes,
      int count,
      int[] positions,
      boolean gradient,
      FloatScratch scratch) {
    float[] largest = scratch.row(5, count);
    float[] sums = scratch.row(6, count);
    float[] own = scratch.row(7, count);
    ClassPlanes.largest(planes, count, classes, largest);
    int first = line * pixels.w();
    for (int x = 0; x < positions.length; x++) {
      int label = label(first + x);
      int at = positions[x];
      own[x] = label == SoftmaxLoss.IGNORE_LABEL ? 0 : planes[label * count + at] - largest[at];
    }
    ClassPlanes.exponentials(planes, count, classes, largest, sums, scratch.exponential());
    double loss = 0;
    for (int x = 0; x < positions.length; x++) {
      int label = label(first + x);
      if (label != SoftmaxLoss.IGNORE_LABEL) {
        double pixelLoss = Math.log(sums[positions[x]]) - own[x];
        loss += op.classWeight(label) * Math.min(pixelLoss, SoftmaxLoss.MAX_PIXEL_LOSS);
      }
    }
    if (gradient) {
      gradient(first, planes, count, positions, sums, largest);
    }
    return loss;
  }

  /** Exponentials to gradients: times weight / sum, and the weight less at the label. */
  private void gradient(
      int first, float[] planes, int count, int[] positions, float[] sums, float[] factors) {
    Arrays.fill(factors, 0, count, 0);
    for (int x = 0; x < positions.length; x++) {
      int label = label(first + x);
      if (label != SoftmaxLoss.IGNORE_LABEL) {
        factors[positions[x]] = weight(label) / sums[positions[x]];
      }
    }
    ClassPlanes.multiply(planes, count, classes, factors);
    for (int x = 0; x < positions.length; x++) {
      int label = label(first + x);
      if (label != SoftmaxLoss.IGNORE_LABEL) {
        planes[label * count + positions[x]] -= weight(label);
      }
    }
  }

  private float weight(int label) {
    return (float) (factor * op.classWeight(label));
  }
}
