package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.reference.ReferenceBackend;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the reference backend's gradients with central differences of the sum of output times a
 * random gradient of the output, in double, for every element of every input and parameter.
 */
public final class GradientCheck {
  /** Differences of a quadratic are exact; of the others they err by about its square. */
  private static final double STEP = 1e-5;

  private static final double TOLERANCE = 1e-7;

  private GradientCheck() {}

  /** Checks a smooth case. */
  public static void check(OpCase opCase) {
    assertThat(opCase.smooth()).isTrue();
    OpData data = opCase.data();
    try (ReferenceBackend backend = new ReferenceBackend(1);
        OpRunner runner = new OpRunner(backend, opCase)) {
      OpResult result = runner.run(data);
      for (int i = 0; i < data.inputs().size(); i++) {
        int input = i;
        double @Nullable [] gradient = result.dInputs().get(i);
        if (gradient != null) {
          double[] values = Objects.requireNonNull(data.inputs().get(i)).clone();
          compare(runner, data, "input " + i, values, gradient, v -> runner.input(input, v));
        }
      }
      for (int p = 0; p < data.parameters().size(); p++) {
        double @Nullable [] gradient = result.dParameters().get(p);
        if (gradient != null) {
          parameter(runner, opCase, data, p, gradient);
        }
      }
    }
  }

  private static void parameter(
      OpRunner runner, OpCase opCase, OpData data, int p, double[] gradient) {
    double[] values = data.parameters().get(p).clone();
    double[] differences = differences(runner, data, values, v -> runner.parameter(p, v));
    for (int i = 0; i < values.length; i++) {
      double expected = opCase.isFixedZero(p, i) ? 0 : differences[i];
      compare("parameter " + p, i, gradient[i], expected);
    }
  }

  private static void compare(
      OpRunner runner,
      OpData data,
      String what,
      double[] values,
      double[] gradient,
      Consumer<double[]> setter) {
    double[] differences = differences(runner, data, values, setter);
    for (int i = 0; i < values.length; i++) {
      compare(what, i, gradient[i], differences[i]);
    }
  }

  private static void compare(String what, int index, double gradient, double difference) {
    double allowed = TOLERANCE * Math.max(1, Math.abs(difference));
    assertThat(Math.abs(gradient - difference))
        .as(
            "gradient of element %d of %s: computed %s, by differences %s",
            index, what, gradient, difference)
        .isLessThanOrEqualTo(allowed);
  }

  private static double[] differences(
      OpRunner runner, OpData data, double[] values, Consumer<double[]> setter) {
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + STEP;
      setter.accept(values);
      double[] above = runner.forward();
      values[i] = value - STEP;
      setter.accept(values);
      double[] below = runner.forward();
      values[i] = value;
      differences[i] = slope(above, below, data.dOutput());
    }
    setter.accept(values);
    return differences;
  }

  /** Differences of single outputs first: sums of them would lose digits. */
  private static double slope(double[] above, double[] below, double @Nullable [] dOutput) {
    double slope = 0;
    for (int i = 0; i < above.length; i++) {
      double weight = dOutput == null ? 1 : dOutput[i];
      slope += weight * ((above[i] - below[i]) / (2 * STEP));
    }
    return slope;
  }

  /** The smooth ones of a table. */
  public static List<OpCase> smooth(List<OpCase> cases) {
    return cases.stream().filter(OpCase::smooth).toList();
  }
}
