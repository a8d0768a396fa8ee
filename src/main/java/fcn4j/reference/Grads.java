package fcn4j.reference;

import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;

/** Shorthands for what every backward pass does with its modes. */
final class Grads {
  private Grads() {}

  static boolean wanted(GradMode mode) {
    return mode != GradMode.IGNORE;
  }

  static boolean accumulates(GradMode mode) {
    return mode == GradMode.ACCUMULATE;
  }

  /** The gradient of an input, zeroed if it is to be overwritten, so that one may add to it. */
  static Slice opened(OpArgs args, GradModes modes, int input) {
    Slice dIn = Slice.of(args.dInputs().get(input));
    if (!accumulates(modes.inputs().get(input))) {
      dIn.clear();
    }
    return dIn;
  }

  /** Replaces or adds to one element. */
  static void put(GradMode mode, double[] data, int at, double value) {
    data[at] = accumulates(mode) ? data[at] + value : value;
  }

  /** Adds the sum of every channel to the gradient of a bias, or replaces it. */
  static void bias(Workers<Scratch> workers, Slice dOut, Slice dBias, GradMode mode) {
    int plane = dOut.plane();
    workers.run(
        dOut.shape().c(),
        (c, scratch) -> {
          double sum = 0;
          for (int n = 0; n < dOut.shape().n(); n++) {
            int at = dOut.plane(n, c);
            for (int i = at; i < at + plane; i++) {
              sum += dOut.data()[i];
            }
          }
          put(mode, dBias.data(), dBias.at() + c, sum);
        });
  }
}
