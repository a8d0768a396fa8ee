package fcn4j.onednn;

import fcn4j.op.Deconv2d;

/**
 * The kernels of a deconvolution of each channel by itself, one after the other, filled up with
 * zeros to whole strides: weight (c,u,v) at {@code (c * rows + u) * columns + v}.
 *
 * @param rows of a kernel
 * @param columns of a kernel
 */
record Taps(float[] weights, int rows, int columns) {

  /**
   * Reads them.
   *
   * @param weights the parameter: dense with zeros off the diagonal, or a kernel a channel
   */
  static Taps of(Deconv2d op, Floats weights) {
    int rows = Math.ceilDiv(op.kernel().h(), op.stride().h()) * op.stride().h();
    int columns = Math.ceilDiv(op.kernel().w(), op.stride().w()) * op.stride().w();
    float[] taps = new float[op.inChannels() * rows * columns];
    for (int c = 0; c < op.inChannels(); c++) {
      for (int u = 0; u < op.kernel().h(); u++) {
        long from = kernel(op, c) + (long) u * op.kernel().w();
        weights.read(from, op.kernel().w(), taps, (c * rows + u) * columns);
      }
    }
    return new Taps(taps, rows, columns);
  }

  /** The first weight of a channel in the parameter. */
  static long kernel(Deconv2d op, int channel) {
    long position = op.diagonal() ? (long) channel * op.outChannels() + channel : channel;
    return position * op.kernel().area();
  }

  int at(int channel, int row) {
    return (channel * rows + row) * columns;
  }
}
