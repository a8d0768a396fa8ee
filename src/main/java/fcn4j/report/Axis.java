package fcn4j.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale from data to pixels.
 *
 * @param low the value at the first pixel
 * @param high the value at the last pixel
 * @param first pixel of {@code low}
 * @param last pixel of {@code high}; may be the smaller one
 * @param logarithmic whether equal distances are equal factors
 * @param given the ticks; where there are none, round values are found
 */
record Axis(
    double low, double high, float first, float last, boolean logarithmic, List<Double> given) {
  private static final double[] STEPS = {1, 2, 5, 10};
  private static final double FINE_DECADES = 2.5;
  private static final double[] DECADES = {1};
  private static final double[] FINE = {1, 2, 5};
  private static final double[] FINEST = {1, 1.5, 2, 3, 4, 5, 7};

  /**
   * The same range, widened where it is a single value.
   *
   * @throws IllegalArgumentException if a logarithmic axis reaches to 0 or below
   */
  Axis {
    given = List.copyOf(given);
    if (logarithmic && !(low > 0)) {
      throw new IllegalArgumentException("a logarithmic axis can't begin at " + low);
    }
    if (!(high > low)) {
      double half = low == 0 ? 1 : Math.abs(low) / 2;
      high = low + half;
      low = low - half;
    }
  }

  /** A linear axis with round ticks. */
  Axis(double low, double high, float first, float last) {
    this(low, high, first, last, false, List.of());
  }

  float pixel(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return (float) (first + share * (last - first));
  }

  /** The ticks within the range: given ones, or as many round ones as fit, at most the number. */
  List<Double> ticks(int most) {
    if (!given.isEmpty()) {
      return given.stream().filter(this::holds).toList();
    }
    if (logarithmic) {
      double span = Math.log10(high / low);
      return decades(span < 1 ? FINEST : span < FINE_DECADES ? FINE : DECADES);
    }
    double step = step(most);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** Values for fainter lines between the ticks of a logarithmic axis; none on others. */
  List<Double> betweenTicks() {
    return logarithmic && given.isEmpty()
        ? decades(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
        : List.of();
  }

  private List<Double> decades(double[] factors) {
    List<Double> values = new ArrayList<>();
    int last = (int) Math.ceil(Math.log10(high));
    for (int power = (int) Math.floor(Math.log10(low)); power <= last; power++) {
      for (double factor : factors) {
        double value = factor * Math.pow(10, power);
        if (holds(value)) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private boolean holds(double value) {
    double slack = (high - low) * 1e-9;
    return value >= low - Math.min(slack, Math.abs(low) * 1e-9) && value <= high + slack;
  }

  /** A tick's value in words: no more digits than the step between ticks needs. */
  String label(double value, int most) {
    if (logarithmic || !given.isEmpty()) {
      return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }
    double step = step(most);
    double magnitude = Math.max(Math.abs(low), Math.abs(high));
    if (magnitude >= 1e6 || magnitude < 1e-3) {
      String text = String.format(Locale.ROOT, "%.2e", value);
      return value == 0 ? "0" : text.replace("e+0", "e").replace("e-0", "e-").replace(".00e", "e");
    }
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private double step(int most) {
    double rough = (high - low) / Math.max(1, most);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : STEPS) {
      if (factor * power >= rough * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
