package fcn4j.testing;

import fcn4j.op.Conv2d;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolution and deconvolution by the formula, one product after the other. */
public final class NaiveConvolution {
  private NaiveConvolution() {}

  /** One product: which coarse value, fine value and weight meet. */
  private interface Product {
    void accept(int coarse, int fine, int weight);
  }

  /** Output and all gradients of a convolution. */
  public static OpResult conv(Conv2d op, Shape in, OpData data) {
    Shape out = op.output(List.of(in));
    double[] x = data.inputs().getFirst();
    double[] w = data.parameters().getFirst();
    double[] dOut = data.dOutput();
    double[] y = new double[out.arrayLength()];
    double[] dIn = new double[x.length];
    double[] dW = new double[w.length];
    eachProduct(
        in,
        out,
        op.kernel(),
        op.stride(),
        op.pad(),
        op.dilation(),
        op.groups(),
        (coarse, fine, weight) -> {
          y[coarse] += w[weight] * x[fine];
          dIn[fine] += w[weight] * dOut[coarse];
          dW[weight] += x[fine] * dOut[coarse];
        });
    return result(y, dIn, dW, out, data, op.bias());
  }

  /** Output and all gradients of a deconvolution. */
  public static OpResult deconv(Deconv2d op, Shape in, OpData data) {
    Shape out = op.output(List.of(in));
    double[] x = data.inputs().getFirst();
    double[] w = data.parameters().getFirst();
    double[] dOut = data.dOutput();
    double[] y = new double[out.arrayLength()];
    double[] dIn = new double[x.length];
    double[] dW = new double[w.length];
    eachProduct(
        out,
        in,
        op.kernel(),
        op.stride(),
        op.pad(),
        Extent2.ONE,
        op.groups(),
        (coarse, fine, weight) -> {
          y[fine] += w[weight] * x[coarse];
          dIn[coarse] += w[weight] * dOut[fine];
          dW[weight] += x[coarse] * dOut[fine];
        });
    return result(y, dIn, dW, out, data, op.bias());
  }

  private static OpResult result(
      double[] y, double[] dIn, double[] dW, Shape out, OpData data, boolean bias) {
    List<double @Nullable []> dParameters = new ArrayList<>();
    dParameters.add(dW);
    if (bias) {
      double[] b = data.parameters().get(1);
      double[] dBias = new double[b.length];
      int plane = out.h() * out.w();
      for (int i = 0; i < y.length; i++) {
        y[i] += b[i / plane % out.c()];
        dBias[i / plane % out.c()] += data.dOutput()[i];
      }
      dParameters.add(dBias);
    }
    List<double @Nullable []> dInputs = new ArrayList<>();
    dInputs.add(dIn);
    return new OpResult(y, dInputs, dParameters);
  }

  private static void eachProduct(
      Shape fine,
      Shape coarse,
      Extent2 kernel,
      Extent2 stride,
      Extent2 pad,
      Extent2 dilation,
      int groups,
      Product product) {
    int fineChannels = fine.c() / groups;
    int coarseChannels = coarse.c() / groups;
    int area = kernel.area();
    for (int at = 0; at < coarse.arrayLength(); at++) {
      int j = at % coarse.w();
      int i = at / coarse.w() % coarse.h();
      int o = at / coarse.w() / coarse.h() % coarse.c();
      int n = at / coarse.w() / coarse.h() / coarse.c();
      for (int tap = 0; tap < fineChannels * area; tap++) {
        int c = o / coarseChannels * fineChannels + tap / area;
        int row = i * stride.h() - pad.h() + tap % area / kernel.w() * dilation.h();
        int column = j * stride.w() - pad.w() + tap % kernel.w() * dilation.w();
        if (row >= 0 && row < fine.h() && column >= 0 && column < fine.w()) {
          int where = ((n * fine.c() + c) * fine.h() + row) * fine.w() + column;
          product.accept(at, where, o * fineChannels * area + tap);
        }
      }
    }
  }
}
