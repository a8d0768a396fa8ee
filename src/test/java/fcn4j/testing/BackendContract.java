package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.op.Backend;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Op;
import fcn4j.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a backend must do with a case: the reference's results within the case's tolerance, every
 * gradient mode, the same bits twice, nothing written where nothing belongs.
 */
public final class BackendContract {
  private BackendContract() {}

  /** Checks a case with its own tolerance. */
  public static void check(Backend backend, OpCase opCase) {
    check(backend, opCase, opCase.tolerance());
  }

  /** Checks a case with another tolerance. */
  public static void check(Backend backend, OpCase opCase, double tolerance) {
    OpData data = opCase.data();
    OpResult expected = Bounds.run(opCase, opCase.op(), data);
    OpResult bounds = Bounds.of(opCase, data);
    try (OpRunner runner = new OpRunner(backend, opCase)) {
      OpResult result = runner.run(data);
      compare(opCase + ", overwriting", result, expected, bounds, tolerance);
      checkUnchanged(runner, opCase, data);
      runner.checkGuards(opCase.toString());
      checkSameBits(opCase, result, runner.run(data));
      checkAccumulate(runner, opCase, expected, bounds, tolerance);
      checkIgnore(runner, opCase, expected, bounds, tolerance);
      runner.checkGuards(opCase.toString());
    }
    if (opCase.op().inPlace()) {
      checkInPlace(backend, opCase, expected, bounds, tolerance);
    }
  }

  static void compare(
      String what, OpResult result, OpResult expected, OpResult bounds, double tolerance) {
    Tolerance.check(
        what + ", output", result.output(), expected.output(), bounds.output(), tolerance);
    compareAll(
        what + ", gradient of input ",
        result.dInputs(),
        expected.dInputs(),
        bounds.dInputs(),
        tolerance);
    compareAll(
        what + ", gradient of parameter ",
        result.dParameters(),
        expected.dParameters(),
        bounds.dParameters(),
        tolerance);
  }

  private static void compareAll(
      String what,
      List<double @Nullable []> result,
      List<double @Nullable []> expected,
      List<double @Nullable []> bounds,
      double tolerance) {
    assertThat(result).hasSameSizeAs(expected);
    for (int i = 0; i < result.size(); i++) {
      double @Nullable [] values = result.get(i);
      if (values != null) {
        Tolerance.check(what + i, values, expected.get(i), bounds.get(i), tolerance);
      }
    }
  }

  private static void checkUnchanged(OpRunner runner, OpCase opCase, OpData data) {
    OpData after = runner.loaded();
    String what = opCase + " must not change ";
    for (int i = 0; i < data.inputs().size(); i++) {
      if (data.inputs().get(i) != null) {
        assertThat(after.inputs().get(i)).as(what + "input " + i).isEqualTo(data.inputs().get(i));
      }
    }
    for (int p = 0; p < data.parameters().size(); p++) {
      assertThat(after.parameters().get(p))
          .as(what + "parameter " + p)
          .isEqualTo(data.parameters().get(p));
    }
    if (!runner.consumesOutputGradient()) {
      assertThat(after.dOutput()).as(what + "dOutput").isEqualTo(data.dOutput());
    }
  }

  private static void checkSameBits(OpCase opCase, OpResult first, OpResult second) {
    assertThat(second.output()).as(opCase + ", output of a second run").isEqualTo(first.output());
    List<double @Nullable []> gradients = gradients(first);
    List<double @Nullable []> again = gradients(second);
    for (int i = 0; i < gradients.size(); i++) {
      assertThat(again.get(i))
          .as(opCase + ", gradient " + i + " of a second run")
          .isEqualTo(gradients.get(i));
    }
  }

  private static void checkAccumulate(
      OpRunner runner, OpCase opCase, OpResult expected, OpResult bounds, double tolerance) {
    List<TestTensor> tensors = runner.gradientTensors();
    List<double[]> start = start(tensors);
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).write(start.get(i));
    }
    runner.backward(runner.modes(GradMode.ACCUMULATE));
    List<double[]> gradients = present(expected);
    List<double[]> terms = present(bounds);
    for (int i = 0; i < tensors.size(); i++) {
      Tolerance.check(
          opCase + ", gradient " + i + " accumulated",
          tensors.get(i).read(),
          sum(gradients.get(i), start.get(i)),
          sum(terms.get(i), Bounds.abs(start.get(i))),
          tolerance);
    }
  }

  /** Each gradient in turn is left alone while the others are overwritten; then all are. */
  private static void checkIgnore(
      OpRunner runner, OpCase opCase, OpResult expected, OpResult bounds, double tolerance) {
    List<TestTensor> tensors = runner.gradientTensors();
    List<double[]> start = start(tensors);
    for (int ignored = 0; ignored < tensors.size(); ignored++) {
      for (int i = 0; i < tensors.size(); i++) {
        tensors.get(i).write(start.get(i));
      }
      runner.backward(without(runner.modes(GradMode.OVERWRITE), ignored));
      for (int i = 0; i < tensors.size(); i++) {
        String what = opCase + ", gradient " + i + " while " + ignored + " is ignored";
        double[] values = tensors.get(i).read();
        if (i == ignored) {
          assertThat(values).as(what).isEqualTo(start.get(i));
        } else {
          Tolerance.check(
              what, values, present(expected).get(i), present(bounds).get(i), tolerance);
        }
      }
    }
    List<double[]> before = tensors.stream().map(TestTensor::read).toList();
    runner.backward(runner.modes(GradMode.IGNORE));
    for (int i = 0; i < tensors.size(); i++) {
      assertThat(tensors.get(i).read()).as(opCase + ", all ignored").isEqualTo(before.get(i));
    }
  }

  private static GradModes without(GradModes modes, int ignored) {
    List<GradMode> inputs = new ArrayList<>(modes.inputs());
    List<GradMode> parameters = new ArrayList<>(modes.parameters());
    int existing = 0;
    for (List<GradMode> list : List.of(inputs, parameters)) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) != GradMode.IGNORE && existing++ == ignored) {
          list.set(i, GradMode.IGNORE);
        }
      }
    }
    return new GradModes(inputs, parameters);
  }

  private static void checkInPlace(
      Backend backend, OpCase opCase, OpResult expected, OpResult bounds, double tolerance) {
    Op op = opCase.op();
    try (OpRunner runner = new OpRunner(backend, op, opCase.shapes(), true, true)) {
      OpResult result = runner.run(opCase.data());
      compare(opCase + ", in place", result, expected, bounds, tolerance);
      runner.checkGuards(opCase.toString());
    }
  }

  /** Fails unless the reference backend gives the same bits with one thread and with several. */
  public static void checkThreads(OpCase opCase) {
    OpData data = opCase.data();
    OpResult one = Bounds.run(opCase, opCase.op(), data);
    try (ReferenceBackend backend = new ReferenceBackend(3);
        OpRunner runner = new OpRunner(backend, opCase)) {
      checkSameBits(opCase, one, runner.run(data));
    }
  }

  private static List<double[]> start(List<TestTensor> tensors) {
    SplittableRandom random = new SplittableRandom(5);
    return tensors.stream()
        .map(tensor -> Values.grid().draw(random, tensor.view().shape().arrayLength()))
        .toList();
  }

  private static List<double @Nullable []> gradients(OpResult result) {
    List<double @Nullable []> all = new ArrayList<>(result.dInputs());
    all.addAll(result.dParameters());
    return all;
  }

  private static List<double[]> present(OpResult result) {
    List<double[]> present = new ArrayList<>();
    for (double @Nullable [] gradient : gradients(result)) {
      if (gradient != null) {
        present.add(gradient);
      }
    }
    return present;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }
}
