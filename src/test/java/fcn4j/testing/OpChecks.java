package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fcn4j.op.Op;
import fcn4j.op.ShapeException;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** The checks that every operation's test makes on the reference backend. */
public final class OpChecks {
  private OpChecks() {}

  /** Gradients by differences, the contract of a backend, and independence of the threads. */
  public static void check(OpCase opCase) {
    if (opCase.smooth()) {
      GradientCheck.check(opCase);
    }
    try (ReferenceBackend backend = new ReferenceBackend(2)) {
      BackendContract.check(backend, opCase, Tolerance.DOUBLE);
    }
    BackendContract.checkThreads(opCase);
  }

  /**
   * Checks that backward is the adjoint of a linear forward: sum of y*dOut = sum over inputs of
   * x*dIn + bias*dBias, and the same with the weights in place of the inputs.
   */
  public static void checkAdjoint(OpCase opCase) {
    OpData data = opCase.data();
    OpResult result = Bounds.run(opCase, opCase.op(), data);
    OpResult terms = Bounds.of(opCase, data);
    double bias = 0;
    if (data.parameters().size() > 1) {
      bias = dot(data.parameters().get(1), result.dParameters().get(1));
    }
    double product = dot(result.output(), Objects.requireNonNull(data.dOutput()));
    double size = dot(terms.output(), Bounds.abs(data.dOutput()));
    double fromInputs = bias;
    for (int i = 0; i < data.inputs().size(); i++) {
      double @Nullable [] gradient = result.dInputs().get(i);
      fromInputs += gradient == null ? 0 : dot(data.inputs().get(i), gradient);
    }
    assertThat(fromInputs).as(opCase + ", inputs").isCloseTo(product, within(1e-12 * size));
    if (!data.parameters().isEmpty() && data.inputs().size() == 1) {
      double fromWeights =
          bias + dot(data.parameters().getFirst(), result.dParameters().getFirst());
      assertThat(fromWeights).as(opCase + ", weights").isCloseTo(product, within(1e-12 * size));
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Compares two ways to compute a case in double. */
  public static void assertEqual(OpCase opCase, OpResult result, OpResult expected) {
    OpResult terms = Bounds.of(opCase, opCase.data());
    BackendContract.compare(opCase.toString(), result, expected, terms, Tolerance.DOUBLE);
  }

  /** What an operation says about inputs that it can't take. */
  public static AbstractThrowableAssert<?, ? extends Throwable> assertRefuses(
      Op op, Shape... inputs) {
    return Assertions.assertThatThrownBy(() -> op.output(List.of(inputs)))
        .isInstanceOf(ShapeException.class);
  }

  /** The output of an operation on the reference backend. */
  public static double[] forward(Op op, List<Shape> shapes, OpData data) {
    try (ReferenceBackend backend = new ReferenceBackend(1);
        OpRunner runner = new OpRunner(backend, op, shapes, false, false)) {
      runner.loadInputs(data);
      return runner.forward();
    }
  }

  /** Output and gradients of an operation with gradients on the reference backend. */
  public static OpResult run(Op op, List<Shape> shapes, OpData data, boolean trained) {
    try (ReferenceBackend backend = new ReferenceBackend(1);
        OpRunner runner = new OpRunner(backend, op, shapes, trained, false)) {
      return runner.run(data);
    }
  }
}
