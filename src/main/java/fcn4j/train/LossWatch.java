package fcn4j.train;

import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ByteTensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Averages the last iterations' losses, and notices when they are no longer of use. */
final class LossWatch {
  // Below the clip by more than rounding, far above ln 255 = 5.5, the loss of random guessing.
  private static final double SATURATED = 0.999 * SoftmaxLoss.MAX_PIXEL_LOSS;
  // One batch of few pixels may be that wrong in a run that recovers.
  private static final int SATURATED_PASSES = 20;

  private final LossOptions options;
  private final int averaged;
  private final Deque<Double> recent = new ArrayDeque<>();
  private int saturatedPasses;

  LossWatch(LossOptions options, int averaged, List<Double> before) {
    this.options = options;
    this.averaged = averaged;
    before.forEach(this::add);
  }

  void add(double loss) {
    recent.addLast(loss);
    if (recent.size() > averaged) {
      recent.removeFirst();
    }
  }

  double average() {
    return recent.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  List<Double> recent() {
    return List.copyOf(recent);
  }

  /**
   * Whether a pass's loss shows that training has diverged: it is NaN or infinite, or in pass after
   * pass every pixel's probability is at the clip, which is what scores that are NaN give on a
   * device whose maximum passes over NaN.
   */
  boolean diverged(double loss, ByteTensor labels, ByteTensor mask) {
    if (!Double.isFinite(loss)) {
      return true;
    }
    saturatedPasses = saturated(loss, labels, mask) ? saturatedPasses + 1 : 0;
    return saturatedPasses >= SATURATED_PASSES;
  }

  private boolean saturated(double loss, ByteTensor labels, ByteTensor mask) {
    if (!options.classWeights().isEmpty()) {
      return false;
    }
    long valid = 0;
    for (int i = 0; i < labels.data().length; i++) {
      boolean counts = (labels.data()[i] & 0xff) != SoftmaxLoss.IGNORE_LABEL;
      valid += counts && mask.data()[i] != 0 ? 1 : 0;
    }
    long pixels = labels.shape().count();
    double divisor = options.normalisation().divisor(labels.shape().n(), pixels, valid);
    return valid > 0 && loss * divisor / valid >= SATURATED;
  }
}
