package fcn4j.train;

import fcn4j.op.LabelException;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ByteTensor;

/**
 * Counts of (true class, predicted class) over the pixels of any number of images; pixels with the
 * ignore label 255 do not count, so what is predicted there is no mistake. Source: the reference's
 * {@code score.py}.
 */
public final class Confusion {
  private final int classes;
  private final long[][] counts;

  /**
   * Counts of zero.
   *
   * @throws IllegalArgumentException if there are not 1..255 classes
   */
  public Confusion(int classes) {
    if (classes < 1 || classes > SoftmaxLoss.IGNORE_LABEL) {
      throw new IllegalArgumentException("classes must be in 1..255, got " + classes);
    }
    this.classes = classes;
    this.counts = new long[classes][classes];
  }

  /** Number of classes K. */
  public int classes() {
    return classes;
  }

  /** Pixels of class {@code truth} that were predicted as {@code predicted}. */
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** Pixels of a class in the ground truth: a row's sum. */
  public long pixels(int truth) {
    long sum = 0;
    for (long count : counts[truth]) {
      sum += count;
    }
    return sum;
  }

  /** Pixels predicted as a class: a column's sum. */
  public long predicted(int label) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[label];
    }
    return sum;
  }

  /** All pixels counted. */
  public long total() {
    long sum = 0;
    for (int truth = 0; truth < classes; truth++) {
      sum += pixels(truth);
    }
    return sum;
  }

  /**
   * Counts the pixels of label maps against predictions.
   *
   * @param labels (N,1,H,W)
   * @param predictions of the same shape
   * @throws LabelException if a label is neither a class nor 255; nothing is counted then
   * @throws IllegalArgumentException if shapes differ or a prediction is no class
   */
  public void add(ByteTensor labels, ByteTensor predictions) {
    if (!labels.shape().equals(predictions.shape())) {
      throw new IllegalArgumentException(
          "labels are %s, predictions %s".formatted(labels.shape(), predictions.shape()));
    }
    byte[] truth = labels.data();
    byte[] guess = predictions.data();
    check(labels, predictions);
    for (int i = 0; i < truth.length; i++) {
      int label = truth[i] & 0xff;
      if (label != SoftmaxLoss.IGNORE_LABEL) {
        counts[label][guess[i] & 0xff]++;
      }
    }
  }

  private void check(ByteTensor labels, ByteTensor predictions) {
    int width = labels.shape().w();
    int plane = labels.shape().h() * width;
    byte[] truth = labels.data();
    for (int i = 0; i < truth.length; i++) {
      int label = truth[i] & 0xff;
      if (label == SoftmaxLoss.IGNORE_LABEL) {
        continue;
      }
      if (label >= classes) {
        throw LabelException.at(label, i / plane, i % plane / width, i % width, classes);
      }
      int guess = predictions.data()[i] & 0xff;
      if (guess >= classes) {
        throw new IllegalArgumentException(
            "prediction %d is no class (0..%d)".formatted(guess, classes - 1));
      }
    }
  }

  /**
   * Adds a count that was made elsewhere.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void add(int truth, int predicted, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count must not be negative, got " + count);
    }
    counts[truth][predicted] += count;
  }

  /**
   * Adds all counts of another matrix.
   *
   * @throws IllegalArgumentException if it has another number of classes
   */
  public void add(Confusion other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "matrices of %d and %d classes can't be added".formatted(classes, other.classes));
    }
    for (int truth = 0; truth < classes; truth++) {
      for (int label = 0; label < classes; label++) {
        counts[truth][label] += other.counts[truth][label];
      }
    }
  }

  /** The scores that follow from the counts. */
  public Metrics metrics(AbsentClasses convention) {
    return Metrics.of(this, convention);
  }
}
