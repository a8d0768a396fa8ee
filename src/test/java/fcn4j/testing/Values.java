package fcn4j.testing;

import fcn4j.op.SoftmaxLoss;
import java.util.SplittableRandom;

/** How a tensor of a case is filled; every value is exactly a float. */
public interface Values {

  /** The values, the same for the same state of the generator. */
  double[] draw(SplittableRandom random, int count);

  /** Multiples of 1/8 from -2 to 2: sums of some products of them are exact in float. */
  static Values grid() {
    return (random, count) -> fill(count, () -> random.nextInt(-16, 17) / 8.0);
  }

  /**
   * Multiples of 1/8, plus 1/128: as a bias it keeps sums of products of {@link #grid()} values
   * away from 0.
   */
  static Values offGrid() {
    return (random, count) -> fill(count, () -> random.nextInt(-16, 17) / 8.0 + 1 / 128.0);
  }

  /**
   * All different, none of them 0, in random order: apart by 1/64 at least, so that finite
   * differences change no order. Tensors with different shifts in 1..7 differ too.
   */
  static Values distinct(int shift) {
    return (random, count) -> {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = (i - Math.floorDiv(count, 2)) / 8.0 + shift / 64.0;
      }
      for (int i = count - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        double value = values[i];
        values[i] = values[other];
        values[other] = value;
      }
      return values;
    };
  }

  /** Whole numbers from 0 to a bound, exclusive: many ties. */
  static Values whole(int bound) {
    return (random, count) -> fill(count, () -> random.nextInt(bound));
  }

  /** Classes, and every fifth or so the ignore label. */
  static Values labels(int classes) {
    return (random, count) ->
        fill(
            count,
            () -> random.nextInt(5) == 0 ? SoftmaxLoss.IGNORE_LABEL : random.nextInt(classes));
  }

  /** The same value throughout. */
  static Values constant(double value) {
    return (random, count) -> fill(count, () -> value);
  }

  /** These values. */
  static Values of(double... values) {
    return (random, count) -> {
      if (values.length != count) {
        throw new IllegalArgumentException(values.length + " values for " + count + " elements");
      }
      return values.clone();
    };
  }

  private static double[] fill(int count, java.util.function.DoubleSupplier supplier) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = supplier.getAsDouble();
    }
    return values;
  }
}
