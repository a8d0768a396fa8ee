package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.LabelException;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link SoftmaxLoss}; sums of rows are added in order, whatever thread computed them. */
final class SoftmaxLossReference implements BoundOp {
  private final SoftmaxLoss op;
  private final Workers<Scratch> workers;
  private final Shape scores;
  private final double[] rowSums;

  SoftmaxLossReference(SoftmaxLoss op, Shape scores, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
    this.scores = scores;
    rowSums = new double[Math.multiplyExact(scores.n(), scores.h())];
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Pixels pixels = Pixels.of(args, op.masked());
    double divisor = divisor(pixels);
    workers.run(
        rowSums.length,
        (line, scratch) -> {
          double sum = 0;
          for (int column = 0; column < scores.w(); column++) {
            sum += pixelLoss(in, pixels, line * scores.w() + column);
          }
          rowSums[line] = sum;
        });
    Slice out = Slice.of(args.output());
    out.data()[out.at()] = op.lossWeight() / divisor * Arrays.stream(rowSums).sum();
  }

  private double pixelLoss(Slice in, Pixels pixels, int pixel) {
    if (!pixels.counts(pixel)) {
      return 0;
    }
    int label = pixels.label(pixel);
    int at = in.plane(pixel / in.plane(), 0) + pixel % in.plane();
    double largest = ChannelScan.largest(in, at);
    double total = ChannelScan.sumOfExponentials(in, at, largest);
    double loss = Math.log(total) - (in.data()[at + label * in.plane()] - largest);
    return op.classWeight(label) * Math.min(loss, SoftmaxLoss.MAX_PIXEL_LOSS);
  }

  /** Checks the labels of the pixels that count, and counts them. */
  private double divisor(Pixels pixels) {
    int valid = 0;
    int all = pixels.labels.count();
    for (int pixel = 0; pixel < all; pixel++) {
      if (pixels.counts(pixel)) {
        int label = pixels.label(pixel);
        if (label >= scores.c()) {
          int row = pixel / scores.w() % scores.h();
          int image = pixel / scores.w() / scores.h();
          throw LabelException.at(label, image, row, pixel % scores.w(), scores.c());
        }
        valid++;
      }
    }
    return op.normalisation().divisor(scores.n(), all, valid);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (!Grads.wanted(mode)) {
      return;
    }
    Slice in = Slice.of(args.inputs().getFirst());
    Slice dIn = Slice.of(args.dInputs().getFirst());
    Pixels pixels = Pixels.of(args, op.masked());
    double factor = op.lossWeight() / divisor(pixels);
    workers.run(
        rowSums.length,
        (line, scratch) -> {
          for (int column = 0; column < scores.w(); column++) {
            pixelGradient(in, pixels, line * scores.w() + column, factor, dIn, mode);
          }
        });
  }

  private void pixelGradient(
      Slice in, Pixels pixels, int pixel, double factor, Slice dIn, GradMode mode) {
    int plane = in.plane();
    int offset = pixel / plane * scores.c() * plane + pixel % plane;
    int at = in.at() + offset;
    boolean counts = pixels.counts(pixel);
    int label = counts ? pixels.label(pixel) : 0;
    double weight = counts ? factor * op.classWeight(label) : 0;
    double largest = counts ? ChannelScan.largest(in, at) : 0;
    double total = counts ? ChannelScan.sumOfExponentials(in, at, largest) : 1;
    for (int c = 0; c < scores.c(); c++) {
      double gradient = 0;
      if (counts) {
        double p = Math.exp(in.data()[at + c * plane] - largest) / total;
        gradient = weight * (c == label ? p - 1 : p);
      }
      Grads.put(mode, dIn.data(), dIn.at() + offset + c * plane, gradient);
    }
  }

  /** The labels and the mask. */
  private record Pixels(Slice labels, @Nullable Slice mask) {
    static Pixels of(OpArgs args, boolean masked) {
      return new Pixels(
          Slice.of(args.inputs().get(1)), masked ? Slice.of(args.inputs().get(2)) : null);
    }

    int label(int pixel) {
      return (int) labels.data()[labels.at() + pixel];
    }

    boolean counts(int pixel) {
      return label(pixel) != SoftmaxLoss.IGNORE_LABEL
          && (mask == null || mask.data()[mask.at() + pixel] != 0);
    }
  }
}
