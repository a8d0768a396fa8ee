package fcn4j.testing;

import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Op;
import fcn4j.op.OpArgs;
import fcn4j.op.StepState;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation bound on a backend, with tensors of its own; runs it on numbers of the host. */
public final class OpRunner implements AutoCloseable {
  /** What the random numbers of every run follow from. */
  public static final StepState STEP = new StepState(0x1234_5678_9abcL, 7);

  private final Backend backend;
  private final BoundOp bound;
  private final boolean inPlace;
  private final List<TestTensor> owned = new ArrayList<>();
  private final List<@Nullable TestTensor> inputs = new ArrayList<>();
  private final List<@Nullable TestTensor> dInputs = new ArrayList<>();
  private final List<TestTensor> parameters = new ArrayList<>();
  private final List<@Nullable TestTensor> dParameters = new ArrayList<>();
  private final TestTensor output;
  private final @Nullable TestTensor dOutput;
  private final @Nullable TestTensor saved;
  private final @Nullable TestTensor workspace;

  /** Binds a case. */
  public OpRunner(Backend backend, OpCase opCase) {
    this(backend, opCase.op(), opCase.shapes(), opCase.trainsParameters(), false);
  }

  /**
   * Binds an operation.
   *
   * @param trained whether the parameters have gradients
   * @param inPlace whether output and gradients share the first input's memory
   */
  public OpRunner(Backend backend, Op op, List<Shape> shapes, boolean trained, boolean inPlace) {
    this(backend, backend.bind("node", op, shapes), op, shapes, trained, inPlace);
  }

  /** Binds a case for inference alone. */
  public static OpRunner forInference(Backend backend, OpCase opCase) {
    BoundOp bound = backend.bindForward("node", opCase.op(), opCase.shapes());
    return new OpRunner(backend, bound, opCase.op(), opCase.shapes(), false, false);
  }

  private OpRunner(
      Backend backend, BoundOp bound, Op op, List<Shape> shapes, boolean trained, boolean inPlace) {
    this.backend = backend;
    this.bound = bound;
    this.inPlace = inPlace;
    for (int i = 0; i < shapes.size(); i++) {
      inputs.add(op.readsValues(i) ? tensor(shapes.get(i), op.inputType(i)) : null);
    }
    Shape out = op.output(shapes);
    output = inPlace ? Objects.requireNonNull(inputs.getFirst()) : tensor(out, op.outputType());
    boolean upstream = op.outputType() == ElementType.FLOAT32 && !op.isLoss();
    dOutput = upstream ? tensor(out, ElementType.FLOAT32) : null;
    for (int i = 0; i < shapes.size(); i++) {
      boolean shared = inPlace && i == 0;
      TestTensor own =
          op.differentiable(i) && !shared ? tensor(shapes.get(i), ElementType.FLOAT32) : null;
      dInputs.add(shared ? dOutput : own);
    }
    op.parameters()
        .forEach(spec -> {
          Shape flat = new Shape(1, 1, 1, Math.toIntExact(spec.count()));
          parameters.add(tensor(flat, ElementType.FLOAT32));
          dParameters.add(trained ? tensor(flat, ElementType.FLOAT32) : null);
        });
    saved = raw(bound.savedBytes());
    workspace = raw(bound.workspaceBytes());
  }

  private TestTensor tensor(Shape shape, ElementType type) {
    TestTensor tensor = TestTensor.of(backend, shape, type);
    owned.add(tensor);
    return tensor;
  }

  private @Nullable TestTensor raw(long bytes) {
    if (bytes == 0) {
      return null;
    }
    TestTensor tensor = TestTensor.raw(backend, bytes);
    owned.add(tensor);
    return tensor;
  }

  /** Sets inputs, parameters and the gradient of the output. */
  public void load(OpData data) {
    loadInputs(data);
    write(dOutput, data.dOutput());
  }

  /** Sets inputs and parameters: enough for a forward pass. */
  public void loadInputs(OpData data) {
    for (int i = 0; i < inputs.size(); i++) {
      write(inputs.get(i), data.inputs().get(i));
    }
    for (int p = 0; p < parameters.size(); p++) {
      parameters.get(p).write(data.parameters().get(p));
    }
  }

  private static void write(@Nullable TestTensor tensor, double @Nullable [] values) {
    if (tensor != null) {
      tensor.write(Objects.requireNonNull(values));
    }
  }

  /** Changes one input alone. */
  public void input(int input, double[] values) {
    write(inputs.get(input), values);
  }

  /** Changes one parameter alone. */
  public void parameter(int parameter, double[] values) {
    parameters.get(parameter).write(values);
  }

  /** Computes the output, over garbage unless it stands in place, and returns it. */
  public double[] forward() {
    if (!inPlace) {
      output.spoil();
    }
    spoil(saved);
    spoil(workspace);
    backend.beginStep(STEP);
    bound.forward(args(true));
    backend.synchronize();
    bound.verify(args(true));
    return output.read();
  }

  /** Whether backward may change the output's gradient. */
  boolean consumesOutputGradient() {
    return bound.consumesOutputGradient();
  }

  /** Computes gradients after {@link #forward}, over garbage or onto what was put there. */
  public void backward(GradModes modes) {
    spoil(workspace);
    bound.backward(args(modes.any()), modes);
    backend.synchronize();
    bound.verify(args(true));
  }

  private OpArgs args(boolean gradients) {
    return new OpArgs(
        views(inputs),
        output.view(),
        parameters.stream().map(TestTensor::view).toList(),
        dOutput == null ? null : dOutput.view(),
        gradients ? views(dInputs) : nothing(dInputs.size()),
        gradients ? views(dParameters) : nothing(dParameters.size()),
        saved == null ? null : saved.view(),
        workspace == null ? null : workspace.view());
  }

  private static List<@Nullable View> views(List<@Nullable TestTensor> tensors) {
    List<@Nullable View> views = new ArrayList<>();
    tensors.forEach(tensor -> views.add(tensor == null ? null : tensor.view()));
    return views;
  }

  private static List<@Nullable View> nothing(int size) {
    return new ArrayList<>(Collections.nCopies(size, null));
  }

  /** The mode for every gradient that exists, IGNORE for the others. */
  public GradModes modes(GradMode mode) {
    return new GradModes(modes(dInputs, mode), modes(dParameters, mode));
  }

  private static List<GradMode> modes(List<@Nullable TestTensor> gradients, GradMode mode) {
    return gradients.stream().map(tensor -> tensor == null ? GradMode.IGNORE : mode).toList();
  }

  /** The gradient tensors that exist: of the inputs, then of the parameters. */
  public List<TestTensor> gradientTensors() {
    List<TestTensor> tensors = new ArrayList<>();
    dInputs.stream().filter(Objects::nonNull).forEach(tensors::add);
    dParameters.stream().filter(Objects::nonNull).forEach(tensors::add);
    return tensors;
  }

  /** Output and gradients as they stand. */
  public OpResult result() {
    return new OpResult(output.read(), read(dInputs), read(dParameters));
  }

  private static List<double @Nullable []> read(List<@Nullable TestTensor> tensors) {
    List<double @Nullable []> values = new ArrayList<>();
    tensors.forEach(tensor -> values.add(tensor == null ? null : tensor.read()));
    return values;
  }

  /** Forward and backward with every gradient overwritten. */
  public OpResult run(OpData data) {
    load(data);
    forward();
    gradientTensors().stream().filter(tensor -> tensor != dOutput).forEach(TestTensor::spoil);
    backward(modes(GradMode.OVERWRITE));
    return result();
  }

  /** The values of inputs, parameters and the output's gradient, which no pass may change. */
  public OpData loaded() {
    return new OpData(
        read(inputs),
        parameters.stream().map(TestTensor::read).toList(),
        dOutput == null ? null : dOutput.read());
  }

  /** Fails if something was written beside a tensor. */
  public void checkGuards(String what) {
    owned.forEach(tensor -> tensor.checkGuards(what));
  }

  private static void spoil(@Nullable TestTensor tensor) {
    if (tensor != null) {
      tensor.spoil();
    }
  }

  @Override
  public void close() {
    bound.close();
    owned.forEach(TestTensor::close);
  }
}
