package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Filler;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Backend;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Conv2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.PoolRule;
import fcn4j.op.Relu;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the golden cases of single operations on any backend. */
public final class GoldenOps {
  private static final Map<String, LossNormalisation> LOSSES =
      Map.of(
          "sum", LossNormalisation.SUM,
          "mean_valid", LossNormalisation.VALID,
          "batch_size", LossNormalisation.BATCH_SIZE,
          "full", LossNormalisation.FULL);

  private GoldenOps() {}

  /** Whether the case is one operation's, and {@link #check} knows it. */
  public static boolean knows(GoldenCase golden) {
    return switch (golden.op()) {
      case "conv2d",
          "conv_transpose2d",
          "max_pool2d",
          "avg_pool2d",
          "lrn_across_channels",
          "crop",
          "relu",
          "softmax",
          "softmax_cross_entropy_2d",
          "bilinear_kernel",
          "seg_metrics" ->
          true;
      default -> false;
    };
  }

  /** Runs a case and compares output and every gradient. */
  public static void check(Backend backend, GoldenCase golden, double tolerance) {
    Shape x = golden.has("x") ? golden.shape("x") : Shape.scalar();
    switch (golden.op()) {
      case "conv2d" -> compare(backend, golden, conv(golden), tolerance, x);
      case "conv_transpose2d" -> compare(backend, golden, deconv(golden), tolerance, x);
      case "max_pool2d" -> {
        compare(backend, golden, maxPool(golden), tolerance, x);
        checkWinners(backend, golden, tolerance);
      }
      case "avg_pool2d" -> compare(backend, golden, avgPool(golden), tolerance, x);
      case "lrn_across_channels" -> compare(backend, golden, lrn(golden), tolerance, x);
      case "crop" -> {
        Extent2Size size = new Extent2Size(golden);
        compare(
            backend, golden, new Crop(golden.extent("offset")), tolerance, x, size.shape(x.n()));
      }
      case "relu" -> compare(backend, golden, new Relu(), tolerance, x);
      case "softmax" -> compare(backend, golden, new Softmax(), tolerance, x);
      case "softmax_cross_entropy_2d" -> losses(backend, golden, tolerance);
      case "bilinear_kernel" -> bilinear(golden);
      case "seg_metrics" -> confusion(backend, golden);
      default -> throw new IllegalArgumentException("no runner for golden case " + golden);
    }
  }

  /** The extents that a crop leaves. */
  private record Extent2Size(GoldenCase golden) {
    Shape shape(int images) {
      return new Shape(images, 1, golden.extent("size").h(), golden.extent("size").w());
    }
  }

  private static Conv2d conv(GoldenCase golden) {
    List<Integer> weights = golden.dims("w");
    return new Conv2d(
        golden.shape("x").c(),
        weights.get(0),
        golden.extent("kernel"),
        golden.extent("stride"),
        golden.extent("pad"),
        golden.extent("dilation"),
        golden.whole("groups"),
        golden.flag("bias"));
  }

  private static Deconv2d deconv(GoldenCase golden) {
    return new Deconv2d(
        golden.shape("x").c(),
        golden.shape("y").c(),
        golden.extent("kernel"),
        golden.extent("stride"),
        golden.extent("pad"),
        golden.extent("output_padding"),
        golden.whole("groups"),
        golden.flag("bias"),
        false);
  }

  private static PoolRule rule(GoldenCase golden) {
    return golden.flag("ceil_mode") ? PoolRule.CEIL : PoolRule.FLOOR;
  }

  private static MaxPool2d maxPool(GoldenCase golden) {
    return new MaxPool2d(
        golden.extent("kernel"), golden.extent("stride"), golden.extent("pad"), rule(golden));
  }

  private static AvgPool2d avgPool(GoldenCase golden) {
    return new AvgPool2d(
        golden.extent("kernel"),
        golden.extent("stride"),
        golden.extent("pad"),
        rule(golden),
        golden.flag("count_include_pad"));
  }

  private static Lrn lrn(GoldenCase golden) {
    return new Lrn(
        golden.whole("local_size"), golden.real("alpha"), golden.real("beta"), golden.real("k"));
  }

  private static void compare(
      Backend backend, GoldenCase golden, Op op, double tolerance, Shape... shapes) {
    OpCase opCase = OpCase.of(golden.id(), op, shapes);
    List<double @Nullable []> inputs = new ArrayList<>();
    inputs.add(golden.values("x"));
    for (int i = 1; i < shapes.length; i++) {
      inputs.add(null);
    }
    List<double[]> parameters = new ArrayList<>();
    for (int p = 0; p < op.parameters().size(); p++) {
      parameters.add(golden.values(p == 0 ? "w" : "b"));
    }
    OpData data = new OpData(inputs, parameters, golden.values("dy"));
    OpResult bounds = Bounds.of(opCase, data);
    try (OpRunner runner = new OpRunner(backend, opCase)) {
      OpResult result = runner.run(data);
      Tolerance.check(
          golden + " y", result.output(), golden.values("y"), bounds.output(), tolerance);
      check(golden, "dx", result.dInputs().getFirst(), bounds.dInputs().getFirst(), tolerance);
      for (int p = 0; p < parameters.size(); p++) {
        String name = p == 0 ? "dw" : "db";
        double[] terms = bounds.dParameters().get(p);
        check(golden, name, result.dParameters().get(p), terms, tolerance);
      }
    }
  }

  private static void check(
      GoldenCase golden,
      String name,
      double @Nullable [] result,
      double @Nullable [] bound,
      double tolerance) {
    Tolerance.check(golden + " " + name, result, golden.values(name), bound, tolerance);
  }

  /** The gradient must arrive at the winners that the file names, and nowhere else. */
  private static void checkWinners(Backend backend, GoldenCase golden, double tolerance) {
    Shape in = golden.shape("x");
    double[] dOut = golden.values("dy");
    double[] winners = golden.values("argmax");
    double[] expected = new double[in.arrayLength()];
    double[] terms = new double[in.arrayLength()];
    int outPlane = golden.shape("y").h() * golden.shape("y").w();
    for (int i = 0; i < dOut.length; i++) {
      int winner = i / outPlane * in.h() * in.w() + (int) winners[i];
      expected[winner] += dOut[i];
      terms[winner] += Math.abs(dOut[i]);
    }
    List<double @Nullable []> inputs = new ArrayList<>();
    inputs.add(golden.values("x"));
    try (OpRunner runner = new OpRunner(backend, OpCase.of("winners", maxPool(golden), in))) {
      double[] result = runner.run(new OpData(inputs, List.of(), dOut)).dInputs().getFirst();
      Tolerance.check(golden + " dIn", result, expected, terms, tolerance);
    }
  }

  private static void losses(Backend backend, GoldenCase golden, double tolerance) {
    LOSSES.forEach((name, normalisation) -> {
      SoftmaxLoss op = SoftmaxLoss.plain(normalisation);
      OpCase opCase = OpCase.of(name, op, golden.shape("x"), golden.shape("label"));
      List<double @Nullable []> inputs = new ArrayList<>();
      inputs.add(golden.values("x"));
      inputs.add(golden.values("label"));
      OpData data = new OpData(inputs, List.of(), null);
      OpResult bounds = Bounds.of(opCase, data);
      try (OpRunner runner = new OpRunner(backend, opCase)) {
        OpResult result = runner.run(data);
        check(golden, "loss_" + name, result.output(), bounds.output(), tolerance);
        if (golden.has("dx_" + name)) {
          double[] terms = bounds.dInputs().getFirst();
          check(golden, "dx_" + name, result.dInputs().getFirst(), terms, tolerance);
        }
      }
    });
  }

  private static void bilinear(GoldenCase golden) {
    golden
        .arrays()
        .forEach((name, kernel) ->
            assertThat(Filler.Bilinear.kernel(Integer.parseInt(name.substring(1))))
                .as("bilinear kernel " + name)
                .isEqualTo(kernel.toFloats()));
    assertThat(golden.arrays()).hasSize(6);
  }

  private static void confusion(Backend backend, GoldenCase golden) {
    Shape shape = golden.shape("label");
    OpCase opCase = OpCase.of("hist", new ConfusionMatrix(golden.whole("classes")), shape, shape);
    List<double @Nullable []> inputs = new ArrayList<>();
    inputs.add(golden.values("pred"));
    inputs.add(golden.values("label"));
    try (OpRunner runner = new OpRunner(backend, opCase)) {
      runner.loadInputs(new OpData(inputs, List.of(), null));
      assertThat(runner.forward()).as("hist").isEqualTo(golden.values("hist"));
    }
  }
}
