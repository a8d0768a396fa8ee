package fcn4j.testing;

import fcn4j.op.DeconvCrop;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds for what contains a softmax. An exponential of a difference d of scores carries a relative
 * error of about (1 + |d|) roundings, and, if the scores themselves were summed from terms with the
 * absolute sum a, of 2a more. With r = (1 + range of the pixel's scores + 2a):
 *
 * <ul>
 *   <li>softmax: y r; dIn: y (|dOut| + sum of |dOut| y) r
 *   <li>loss: factor * sum of classWeight (ln of the sum of exponentials + largest score - score of
 *       the label + r); dIn: factor * classWeight (p + onehot) r
 * </ul>
 */
final class SoftmaxBounds {
  private SoftmaxBounds() {}

  static OpResult softmax(OpCase opCase, OpData data) {
    Shape shape = opCase.output();
    double[] dOut = data.dOutput();
    double[] output = new double[shape.arrayLength()];
    double[] dInput = new double[shape.arrayLength()];
    for (int pixel = 0; pixel < shape.n() * plane(shape); pixel++) {
      Pixel p = new Pixel(data.inputs().getFirst(), null, shape, pixel);
      double dot = 0;
      for (int c = 0; c < shape.c(); c++) {
        dot += Math.abs(dOut[p.index(c)]) * p.probability(c);
      }
      for (int c = 0; c < shape.c(); c++) {
        output[p.index(c)] = p.probability(c) * p.roundings();
        dInput[p.index(c)] = p.probability(c) * (Math.abs(dOut[p.index(c)]) + dot) * p.roundings();
      }
    }
    return result(output, dInput, data, List.of());
  }

  static OpResult loss(SoftmaxLoss loss, Shape shape, OpData data) {
    double[] scores = data.inputs().getFirst();
    return loss(loss, shape, scores, null, data);
  }

  static OpResult upsampled(UpsampleSoftmaxLoss op, OpCase opCase, OpData data) {
    List<Shape> shapes = opCase.shapes().subList(0, 2);
    DeconvCrop upsample = new DeconvCrop(op.deconv(), op.offset());
    Shape shape = upsample.output(shapes);
    double[] nothing = new double[shape.arrayLength()];
    List<double @Nullable []> coarse = new ArrayList<>(data.inputs().subList(0, 1));
    coarse.add(null);
    double[] scores =
        run(upsample, shapes, new OpData(coarse, data.parameters(), nothing)).output();
    coarse.set(0, Bounds.abs(data.inputs().getFirst()));
    List<double[]> weights = data.parameters().stream().map(Bounds::abs).toList();
    double[] sums = run(upsample, shapes, new OpData(coarse, weights, nothing)).output();
    OpResult loss = loss(op.loss(), shape, scores, sums, data);
    OpData back = new OpData(coarse, weights, loss.dInputs().getFirst());
    double[] dInput = run(upsample, shapes, back).dInputs().getFirst();
    List<double @Nullable []> noParameter = new ArrayList<>();
    noParameter.add(null);
    return result(loss.output(), dInput, data, noParameter);
  }

  private static OpResult run(DeconvCrop op, List<Shape> shapes, OpData data) {
    try (ReferenceBackend backend = new ReferenceBackend(1);
        OpRunner runner = new OpRunner(backend, op, shapes, true, false)) {
      return runner.run(data);
    }
  }

  private static OpResult loss(
      SoftmaxLoss loss, Shape shape, double[] scores, double @Nullable [] sums, OpData data) {
    double[] labels = data.inputs().get(1);
    double @Nullable [] mask = loss.masked() ? data.inputs().get(2) : null;
    int valid = 0;
    for (int i = 0; i < labels.length; i++) {
      valid += counts(labels, mask, i) ? 1 : 0;
    }
    double divisor = loss.normalisation().divisor(shape.n(), labels.length, valid);
    double factor = Math.abs(loss.lossWeight()) / divisor;
    double total = 0;
    double[] dInput = new double[shape.arrayLength()];
    for (int i = 0; i < labels.length; i++) {
      if (counts(labels, mask, i)) {
        Pixel p = new Pixel(scores, sums, shape, i);
        int label = (int) labels[i];
        double weight = factor * Math.abs(loss.classWeight(label));
        total += weight * (-Math.log(p.probability(label)) + p.roundings());
        for (int c = 0; c < shape.c(); c++) {
          double target = c == label ? 1 : 0;
          dInput[p.index(c)] = weight * (p.probability(c) + target) * p.roundings();
        }
      }
    }
    return result(new double[] {total}, dInput, data, List.of());
  }

  private static boolean counts(double[] labels, double @Nullable [] mask, int pixel) {
    return labels[pixel] != SoftmaxLoss.IGNORE_LABEL && (mask == null || mask[pixel] != 0);
  }

  private static OpResult result(
      double[] output, double[] dInput, OpData data, List<double @Nullable []> dParameters) {
    List<double @Nullable []> dInputs = new ArrayList<>(Bounds.none(data));
    dInputs.set(0, dInput);
    return new OpResult(output, dInputs, dParameters);
  }

  private static int plane(Shape shape) {
    return shape.h() * shape.w();
  }

  /** The scores of one pixel. */
  private record Pixel(double[] scores, double @Nullable [] sums, Shape shape, int pixel) {
    int index(int c) {
      int plane = plane(shape);
      return (pixel / plane * shape.c() + c) * plane + pixel % plane;
    }

    private double score(int c) {
      return scores[index(c)];
    }

    private double[] all() {
      double[] all = new double[shape.c()];
      Arrays.setAll(all, this::score);
      return all;
    }

    double probability(int c) {
      double largest = Arrays.stream(all()).max().getAsDouble();
      double total = Arrays.stream(all()).map(s -> Math.exp(s - largest)).sum();
      return Math.exp(score(c) - largest) / total;
    }

    double roundings() {
      double range =
          Arrays.stream(all()).max().getAsDouble() - Arrays.stream(all()).min().getAsDouble();
      double summed = 0;
      for (int c = 0; c < shape.c() && sums != null; c++) {
        summed = Math.max(summed, sums[index(c)]);
      }
      return 1 + range + 2 * summed;
    }
  }
}
