package fcn4j.testing;

import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Op;
import fcn4j.op.ParameterSpec;
import fcn4j.op.SkipSum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One case of an operation, for every check and every backend.
 *
 * @param name what is special about it
 * @param op the operation
 * @param shapes of the inputs
 * @param inputs how each input is filled
 * @param parameters how each parameter is filled
 * @param seed of the random values
 * @param smooth whether finite differences hold here: no tie, no kink, not too large
 * @param tolerance factor of the bound for a backend in float32
 */
public record OpCase(
    String name,
    Op op,
    List<Shape> shapes,
    List<Values> inputs,
    List<Values> parameters,
    long seed,
    boolean smooth,
    double tolerance) {

  /** A case with default values: grid values, labels of the first input's channels for bytes. */
  public static OpCase of(String name, Op op, Shape... shapes) {
    List<Values> inputs = new ArrayList<>();
    for (int i = 0; i < shapes.length; i++) {
      boolean bytes = op.inputType(i) == ElementType.UINT8;
      inputs.add(bytes ? Values.labels(shapes[0].c()) : Values.grid());
    }
    List<Values> parameters = new ArrayList<>();
    op.parameters().forEach(spec -> parameters.add(Values.grid()));
    long seed = 31L * name.hashCode() + op.hashCode();
    return new OpCase(name, op, List.of(shapes), inputs, parameters, seed, true, Tolerance.FLOAT32);
  }

  /** The case with an input filled otherwise. */
  public OpCase input(int input, Values values) {
    List<Values> changed = new ArrayList<>(inputs);
    changed.set(input, values);
    return new OpCase(name, op, shapes, changed, parameters, seed, smooth, tolerance);
  }

  /** The case with a parameter filled otherwise. */
  public OpCase parameter(int parameter, Values values) {
    List<Values> changed = new ArrayList<>(parameters);
    changed.set(parameter, values);
    return new OpCase(name, op, shapes, inputs, changed, seed, smooth, tolerance);
  }

  /** The case without a check by finite differences. */
  public OpCase notSmooth() {
    return new OpCase(name, op, shapes, inputs, parameters, seed, false, tolerance);
  }

  /** The case with a wider tolerance; say the measured reason beside it. */
  public OpCase tolerance(double factor) {
    return new OpCase(name, op, shapes, inputs, parameters, seed, smooth, factor);
  }

  /** The shape of the output. */
  public Shape output() {
    return op.output(shapes);
  }

  /** Whether there is a gradient of the parameters. */
  public boolean trainsParameters() {
    return !(op instanceof UpsampleArgMax || op instanceof UpsampleSoftmaxLoss);
  }

  /** The numbers of the case, the same at every call. */
  public OpData data() {
    SplittableRandom random = new SplittableRandom(seed);
    List<double @Nullable []> values = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      double[] drawn = inputs.get(i).draw(random, shapes.get(i).arrayLength());
      values.add(op.readsValues(i) ? drawn : null);
    }
    List<double[]> weights = new ArrayList<>();
    for (int p = 0; p < parameters.size(); p++) {
      int count = Math.toIntExact(op.parameters().get(p).count());
      double[] drawn = parameters.get(p).draw(random, count);
      for (int i = 0; i < count; i++) {
        drawn[i] = isFixedZero(p, i) ? 0 : drawn[i];
      }
      weights.add(drawn);
    }
    boolean upstream = op.outputType() == ElementType.FLOAT32 && !op.isLoss();
    double[] dOutput = upstream ? Values.grid().draw(random, output().arrayLength()) : null;
    return new OpData(values, weights, dOutput);
  }

  /** Whether a weight lies off the diagonal of diagonal weights: 0, and without gradient. */
  public boolean isFixedZero(int parameter, int index) {
    Deconv2d deconv =
        switch (op) {
          case Deconv2d it -> it;
          case DeconvCrop it -> it.deconv();
          case SkipSum it -> it.deconv();
          case UpsampleArgMax it -> it.deconv();
          case UpsampleSoftmaxLoss it -> it.deconv();
          default -> null;
        };
    if (deconv == null || !deconv.diagonal() || parameter != 0) {
      return false;
    }
    int slice = index / deconv.kernel().area();
    return slice / deconv.outChannels() != slice % deconv.outChannels();
  }

  /** Extents of a parameter. */
  static int count(ParameterSpec spec) {
    return Math.toIntExact(spec.count());
  }

  /** The names of cases of one table must differ. */
  public static List<OpCase> table(OpCase... cases) {
    long names = Arrays.stream(cases).map(OpCase::name).distinct().count();
    if (names != cases.length) {
      throw new IllegalArgumentException("two cases have one name");
    }
    return List.of(cases);
  }

  @Override
  public String toString() {
    return op.name() + ": " + name;
  }
}
