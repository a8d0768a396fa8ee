package fcn4j.testing;

import fcn4j.op.Backend;
import fcn4j.op.SgdUpdate;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the golden cases of stochastic gradient descent through {@link Backend#update}.
 *
 * <p>Caffe's form is the engine's own. PyTorch keeps the rate outside the history, v = momentum * v
 * + d and w -= rate * v: with h = rate * v that is Caffe's form with the momentum times
 * rate/previousRate. Nesterov's, w -= rate * d + momentum * h, is put together of three updates.
 */
public final class GoldenSgd implements AutoCloseable {
  private static final int STEPS = 3;

  /** Values and momentum are rounded to float in each of three steps, some of them three times. */
  private static final double TOLERANCE = 9 * 0x1p-24;

  private final GoldenCase golden;
  private final Backend backend;
  private final TestTensor values;
  private final TestTensor shadow;
  private final TestTensor gradients;
  private final TestTensor momentum;
  private final TestTensor scratch;
  private final int count;

  private GoldenSgd(Backend backend, GoldenCase golden) {
    this.golden = golden;
    this.backend = backend;
    count = golden.values("w0").length;
    values = tensor();
    shadow = tensor();
    gradients = tensor();
    momentum = tensor();
    scratch = tensor();
    values.write(golden.values("w0"));
    momentum.write(new double[count]);
    scratch.write(new double[count]);
  }

  private TestTensor tensor() {
    return TestTensor.of(backend, new Shape(1, 1, 1, count), ElementType.FLOAT32);
  }

  /** Runs a case's three steps and compares parameters and history after each. */
  public static void check(Backend backend, GoldenCase golden) {
    try (GoldenSgd sgd = new GoldenSgd(backend, golden)) {
      for (int step = 1; step <= STEPS; step++) {
        sgd.step(step);
      }
    }
  }

  private void step(int step) {
    gradients.write(gradient(step));
    double rate = golden.attributes().get("lr").get(step - 1).asDouble();
    double before = step == 1 ? rate : golden.attributes().get("lr").get(step - 2).asDouble();
    double factor = golden.real("momentum");
    boolean caffe = golden.attributes().has("lr_mult");
    if (caffe) {
      update(values, gradients, momentum, rate, factor, true);
    } else if (golden.id().contains("nesterov")) {
      shadow.write(values.read());
      update(shadow, gradients, momentum, rate, factor * rate / before, true);
      update(values, gradients, scratch, rate, 0, true);
      update(values, momentum, scratch, factor, 0, false);
    } else {
      update(values, gradients, momentum, rate, factor * rate / before, true);
    }
    compare("w" + step, values.read());
    double unit = caffe ? 1 : rate;
    compare("v" + step, Arrays.stream(momentum.read()).map(v -> v / unit).toArray());
  }

  /** The sum of the gradients of the step's passes. */
  private double[] gradient(int step) {
    double[] sum = golden.values("g" + step);
    if (golden.has("g" + step + "b")) {
      double[] second = golden.values("g" + step + "b");
      for (int i = 0; i < sum.length; i++) {
        sum[i] += second[i];
      }
    }
    return sum;
  }

  private void update(
      TestTensor target,
      TestTensor gradient,
      TestTensor history,
      double rate,
      double factor,
      boolean decay) {
    boolean caffe = golden.attributes().has("lr_mult");
    float rateMultiplier = caffe ? (float) golden.real("lr_mult") : 1;
    float decayMultiplier = caffe ? (float) golden.real("decay_mult") : 1;
    backend.update(
        new SgdUpdate(
            target.view(),
            gradient.view(),
            history.view(),
            List.of(new SgdUpdate.Segment(0, count, rateMultiplier, decayMultiplier)),
            rate,
            factor,
            decay ? golden.real("weight_decay") : 0,
            caffe ? golden.whole("iter_size") : 1,
            0));
    backend.synchronize();
  }

  private void compare(String name, double[] result) {
    double[] expected = golden.values(name);
    double[] bound = Arrays.stream(expected).map(v -> 1 + Math.abs(v)).toArray();
    Tolerance.check(golden + " " + name, result, expected, bound, TOLERANCE);
  }

  @Override
  public void close() {
    List.of(values, shadow, gradients, momentum, scratch).forEach(TestTensor::close);
  }
}
