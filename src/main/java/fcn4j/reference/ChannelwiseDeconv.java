package fcn4j.reference;

import fcn4j.op.Deconv2d;
import fcn4j.op.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A deconvolution of each channel by itself, from diagonal or one-group-a-channel weights: C times
 * cheaper than the dense product.
 *
 * <p>A task owns a plane, or the weights of a channel.
 */
final class ChannelwiseDeconv {
  private final Deconv2d op;
  private final Workers<Scratch> workers;

  ChannelwiseDeconv(Deconv2d op, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
  }

  void forward(Slice in, Slice weights, @Nullable Slice bias, Slice out) {
    int channels = in.shape().c();
    workers.run(
        in.shape().n() * channels,
        (plane, scratch) -> {
          int c = plane % channels;
          int to = out.plane(plane / channels, c);
          double start = bias == null ? 0 : bias.data()[bias.at() + c];
          Arrays.fill(out.data(), to, to + out.plane(), start);
          int from = in.plane(plane / channels, c);
          for (int i = 0; i < in.shape().h(); i++) {
            for (int j = 0; j < in.shape().w(); j++) {
              spread(in.data()[from++], weights, kernel(weights, c), out, to, i, j);
            }
          }
        });
  }

  private void spread(double x, Slice weights, int kernel, Slice out, int plane, int i, int j) {
    int left = j * op.stride().w() - op.pad().w();
    int first = Math.max(0, -left);
    int last = Math.min(op.kernel().w(), out.shape().w() - left);
    for (int u = 0; u < op.kernel().h(); u++) {
      int row = i * op.stride().h() - op.pad().h() + u;
      if (row >= 0 && row < out.shape().h()) {
        int line = plane + row * out.shape().w() + left;
        int taps = kernel + u * op.kernel().w();
        addScaled(out.data(), line + first, weights.data(), taps + first, last - first, x);
      }
    }
  }

  void backwardInput(Slice dOut, Slice weights, Slice dIn, boolean accumulate) {
    int channels = dIn.shape().c();
    workers.run(
        dIn.shape().n() * channels,
        (plane, scratch) -> {
          int c = plane % channels;
          int from = dOut.plane(plane / channels, c);
          int to = dIn.plane(plane / channels, c);
          for (int i = 0; i < dIn.shape().h(); i++) {
            for (int j = 0; j < dIn.shape().w(); j++, to++) {
              double sum = gather(dOut, from, weights, kernel(weights, c), i, j);
              dIn.data()[to] = accumulate ? dIn.data()[to] + sum : sum;
            }
          }
        });
  }

  private double gather(Slice dOut, int plane, Slice weights, int kernel, int i, int j) {
    int left = j * op.stride().w() - op.pad().w();
    int first = Math.max(0, -left);
    int last = Math.min(op.kernel().w(), dOut.shape().w() - left);
    double sum = 0;
    for (int u = 0; u < op.kernel().h(); u++) {
      int row = i * op.stride().h() - op.pad().h() + u;
      if (row >= 0 && row < dOut.shape().h()) {
        int line = plane + row * dOut.shape().w() + left;
        int taps = kernel + u * op.kernel().w();
        for (int v = first; v < last; v++) {
          sum += dOut.data()[line + v] * weights.data()[taps + v];
        }
      }
    }
    return sum;
  }

  /** With diagonal weights what lies off the diagonal gets the gradient 0. */
  void backwardWeights(Slice in, Slice dOut, Slice dWeights, boolean accumulate) {
    if (!accumulate) {
      dWeights.clear();
    }
    workers.run(
        in.shape().c(),
        (c, scratch) -> {
          for (int n = 0; n < in.shape().n(); n++) {
            int from = in.plane(n, c);
            for (int i = 0; i < in.shape().h(); i++) {
              for (int j = 0; j < in.shape().w(); j++) {
                collect(in.data()[from++], dOut, dOut.plane(n, c), dWeights, c, i, j);
              }
            }
          }
        });
  }

  private void collect(double x, Slice dOut, int plane, Slice dWeights, int c, int i, int j) {
    int left = j * op.stride().w() - op.pad().w();
    int first = Math.max(0, -left);
    int last = Math.min(op.kernel().w(), dOut.shape().w() - left);
    for (int u = 0; u < op.kernel().h(); u++) {
      int row = i * op.stride().h() - op.pad().h() + u;
      if (row >= 0 && row < dOut.shape().h()) {
        int line = plane + row * dOut.shape().w() + left;
        int taps = kernel(dWeights, c) + u * op.kernel().w();
        addScaled(dWeights.data(), taps + first, dOut.data(), line + first, last - first, x);
      }
    }
  }

  private int kernel(Slice weights, int channel) {
    int position = op.diagonal() ? channel * op.outChannels() + channel : channel;
    return weights.at() + position * op.kernel().area();
  }

  private static void addScaled(
      double[] target, int at, double[] source, int from, int count, double factor) {
    for (int i = 0; i < count; i++) {
      target[at + i] += factor * source[from + i];
    }
  }
}
