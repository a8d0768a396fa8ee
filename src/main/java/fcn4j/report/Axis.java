package fcn4j.report;

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
 */
record Axis(double low, double high, float first, float last) {
  private static final double[] STEPS = {1, 2, 5, 10};

  /** The same range, widened where it is a single value. */
  Axis {
    if (!(high > low)) {
      double half = low == 0 ? 1 : Math.abs(low) / 2;
      high = low + half;
      low = low - half;
    }
  }

  float pixel(double value) {
    return (float) (first + (value - low) / (high - low) * (last - first));
  }

  /** Round values within the range: as many as fit, at most the given number. */
  List<Double> ticks(int most) {
    double step = step(most);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** A tick's value in words: no more digits than the step between ticks needs. */
  String label(double value, int most) {
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
