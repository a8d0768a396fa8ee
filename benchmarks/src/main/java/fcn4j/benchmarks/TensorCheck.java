package fcn4j.benchmarks;

import fcn4j.op.View;

/** Whether a tensor on a device holds what a computation may leave. */
final class TensorCheck {
  private TensorCheck() {}

  /**
   * Reads a tensor; waits.
   *
   * @param what computed it, for messages
   * @throws IllegalStateException if a number is not finite, or all are 0
   */
  static void finiteAndNotAllZero(View view, String what) {
    boolean varied =
        switch (view.type()) {
          case FLOAT32 -> floats(view, what);
          case UINT8 -> bytes(view);
          case INT32 -> ints(view);
        };
    if (!varied) {
      throw new IllegalStateException(what + " computed nothing but zeros");
    }
  }

  private static boolean floats(View view, String what) {
    float[] values = new float[view.shape().arrayLength()];
    view.memory().readFloats(view.offsetBytes(), values, 0, values.length);
    boolean nonzero = false;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException("%s computed %s".formatted(what, value));
      }
      nonzero |= value != 0;
    }
    return nonzero;
  }

  private static boolean bytes(View view) {
    byte[] values = new byte[view.shape().arrayLength()];
    view.memory().readBytes(view.offsetBytes(), values, 0, values.length);
    boolean nonzero = false;
    for (byte value : values) {
      nonzero |= value != 0;
    }
    return nonzero;
  }

  private static boolean ints(View view) {
    int[] values = new int[view.shape().arrayLength()];
    view.memory().readInts(view.offsetBytes(), values, 0, values.length);
    boolean nonzero = false;
    for (int value : values) {
      nonzero |= value != 0;
    }
    return nonzero;
  }
}
