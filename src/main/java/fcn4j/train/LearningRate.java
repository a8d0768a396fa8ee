package fcn4j.train;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The learning rate as a function of the iteration. Source: Caffe, {@code
 * SGDSolver::GetLearningRate}.
 */
public sealed interface LearningRate {

  /** The rate that the policy starts from. */
  double base();

  /**
   * The rate of one iteration.
   *
   * @param iteration updates made before it, from 0 on
   */
  double rate(long iteration);

  /** The policy without its base rate, as {@link #parse} reads it. */
  String policy();

  /** The same policy from another base rate. */
  default LearningRate withBase(double base) {
    return parse(policy(), base);
  }

  /**
   * Reads a policy: its name, and after a colon its settings, named as in Caffe's solver files.
   *
   * <pre>
   * fixed
   * step:gamma=0.1,stepsize=1000
   * exp:gamma=0.999
   * inv:gamma=0.0001,power=0.75
   * multistep:gamma=0.1,stepvalue=1000,stepvalue=1500
   * poly:power=0.9,max_iter=2000
   * sigmoid:gamma=-0.01,stepsize=1000
   * </pre>
   *
   * @throws TrainException if the policy is unknown, or a setting is missing, unknown, doubled or
   *     no number; the message says what the policy takes
   */
  static LearningRate parse(String text, double base) {
    return RatePolicyText.parse(text, base);
  }

  private static void checkBase(double base) {
    if (!(base >= 0) || Double.isInfinite(base)) {
      throw new TrainException(
          "the learning rate must be a number of at least 0, got %s".formatted(base));
    }
  }

  private static void checkPositive(String policy, String setting, long value) {
    if (value < 1) {
      throw new TrainException(
          "learning rate policy %s: %s must be at least 1, got %d"
              .formatted(policy, setting, value));
    }
  }

  /** base. */
  record Fixed(double base) implements LearningRate {
    /** Checks the base rate. */
    public Fixed {
      checkBase(base);
    }

    @Override
    public double rate(long iteration) {
      return base;
    }

    @Override
    public String policy() {
      return "fixed";
    }
  }

  /** base * gamma^floor(iteration / stepSize). */
  record Step(double base, double gamma, long stepSize) implements LearningRate {
    /** Checks base rate and step size. */
    public Step {
      checkBase(base);
      checkPositive("step", "stepsize", stepSize);
    }

    @Override
    public double rate(long iteration) {
      long steps = iteration / stepSize;
      return base * Math.pow(gamma, (double) steps);
    }

    @Override
    public String policy() {
      return "step:gamma=%s,stepsize=%d".formatted(gamma, stepSize);
    }
  }

  /** base * gamma^iteration. */
  record Exp(double base, double gamma) implements LearningRate {
    /** Checks the base rate. */
    public Exp {
      checkBase(base);
    }

    @Override
    public double rate(long iteration) {
      return base * Math.pow(gamma, (double) iteration);
    }

    @Override
    public String policy() {
      return "exp:gamma=%s".formatted(gamma);
    }
  }

  /** base * (1 + gamma * iteration)^-power. */
  record Inv(double base, double gamma, double power) implements LearningRate {
    /** Checks the base rate. */
    public Inv {
      checkBase(base);
    }

    @Override
    public double rate(long iteration) {
      return base * Math.pow(1 + gamma * iteration, -power);
    }

    @Override
    public String policy() {
      return "inv:gamma=%s,power=%s".formatted(gamma, power);
    }
  }

  /** base * gamma^(number of step values that are at most the iteration). */
  record MultiStep(double base, double gamma, List<Long> stepValues) implements LearningRate {
    /** Checks the base rate, and that the step values rise. */
    public MultiStep {
      checkBase(base);
      stepValues = List.copyOf(stepValues);
      for (int i = 1; i < stepValues.size(); i++) {
        if (stepValues.get(i) <= stepValues.get(i - 1)) {
          throw new TrainException(
              "learning rate policy multistep: step values must rise, got %s"
                  .formatted(stepValues));
        }
      }
    }

    @Override
    public double rate(long iteration) {
      long passed = stepValues.stream().filter(value -> value <= iteration).count();
      return base * Math.pow(gamma, (double) passed);
    }

    @Override
    public String policy() {
      return "multistep:gamma=%s".formatted(gamma)
          + stepValues.stream().map(value -> ",stepvalue=" + value).collect(Collectors.joining());
    }
  }

  /** base * (1 - iteration / maxIterations)^power; 0 from maxIterations on. */
  record Poly(double base, double power, long maxIterations) implements LearningRate {
    /** Checks base rate and number of iterations. */
    public Poly {
      checkBase(base);
      checkPositive("poly", "max_iter", maxIterations);
    }

    @Override
    public double rate(long iteration) {
      double left = 1 - (double) iteration / maxIterations;
      return left <= 0 ? 0 : base * Math.pow(left, power);
    }

    @Override
    public String policy() {
      return "poly:power=%s,max_iter=%d".formatted(power, maxIterations);
    }
  }

  /** base / (1 + exp(-gamma * (iteration - stepSize))); a negative gamma makes it fall. */
  record Sigmoid(double base, double gamma, long stepSize) implements LearningRate {
    /** Checks the base rate. */
    public Sigmoid {
      checkBase(base);
    }

    @Override
    public double rate(long iteration) {
      return base / (1 + Math.exp(-gamma * (iteration - stepSize)));
    }

    @Override
    public String policy() {
      return "sigmoid:gamma=%s,stepsize=%d".formatted(gamma, stepSize);
    }
  }
}
