package fcn4j.testing;

import fcn4j.op.Lrn;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds for {@link Lrn}: |y|, and |dOut| s^-beta + 2 alpha beta / size * |x| * sum of |dOut| |y| /
 * s; each 4 times, for the power and the quotients that a term goes through.
 */
final class LrnBounds {
  private static final int ROUNDINGS = 4;

  private LrnBounds() {}

  static OpResult of(Lrn op, Shape shape, OpData data) {
    double[] x = data.inputs().getFirst();
    double[] dOut = data.dOutput();
    double[] output = new double[x.length];
    double[] dInput = new double[x.length];
    double factor = 2 * op.alpha() * op.beta() / op.size();
    for (int i = 0; i < x.length; i++) {
      double power = Math.pow(scale(op, shape, x, i), -op.beta());
      output[i] = ROUNDINGS * Math.abs(x[i]) * power;
      double sum = 0;
      for (int j : near(op, shape, i)) {
        double s = scale(op, shape, x, j);
        sum += Math.abs(dOut[j] * x[j]) * Math.pow(s, -op.beta()) / s;
      }
      dInput[i] = ROUNDINGS * (Math.abs(dOut[i]) * power + factor * Math.abs(x[i]) * sum);
    }
    List<double @Nullable []> dInputs = new ArrayList<>();
    dInputs.add(dInput);
    return new OpResult(output, dInputs, List.of());
  }

  private static double scale(Lrn op, Shape shape, double[] x, int index) {
    double squares = 0;
    for (int i : near(op, shape, index)) {
      squares += x[i] * x[i];
    }
    return op.k() + op.alpha() / op.size() * squares;
  }

  /** The elements at the same pixel, in the channels of the window. */
  private static List<Integer> near(Lrn op, Shape shape, int index) {
    int plane = shape.h() * shape.w();
    int channel = index / plane % shape.c();
    List<Integer> near = new ArrayList<>();
    for (int c = channel - op.size() / 2; c <= channel + op.size() / 2; c++) {
      if (c >= 0 && c < shape.c()) {
        near.add(index + (c - channel) * plane);
      }
    }
    return near;
  }
}
