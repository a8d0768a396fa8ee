package fcn4j.benchmarks;

import fcn4j.graph.Node;
import fcn4j.graph.Parameter;
import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Memory;
import fcn4j.op.Op;
import fcn4j.op.OpArgs;
import fcn4j.op.StepState;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation bound on a device, with random tensors of its own. Borrows the backend. */
final class OpTrial implements AutoCloseable {
  private static final long SEED = 1;

  private final Backend backend;
  private final Op op;
  private final BoundOp bound;
  private final List<Memory> owned = new ArrayList<>();
  private final List<View> gradients = new ArrayList<>();
  private final List<GradMode> inputModes = new ArrayList<>();
  private final List<GradMode> parameterModes = new ArrayList<>();
  private final OpArgs args;
  private final GradModes modes;

  /**
   * Binds a layer.
   *
   * @param gradients whether backward will be run
   */
  OpTrial(Backend backend, LayerCase.Layer layer, boolean gradients) {
    this.backend = backend;
    Node node = layer.node();
    op = node.op();
    List<Shape> shapes = layer.inputs();
    bound =
        gradients
            ? backend.bind(node.name(), op, shapes)
            : backend.bindForward(node.name(), op, shapes);
    List<@Nullable View> inputs = new ArrayList<>();
    List<@Nullable View> dInputs = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      inputs.add(op.readsValues(i) ? input(shapes.get(i), i, shapes.getFirst().c()) : null);
      dInputs.add(gradient(shapes.get(i), gradients && op.differentiable(i), inputModes));
    }
    List<View> parameters = new ArrayList<>();
    List<@Nullable View> dParameters = new ArrayList<>();
    for (Parameter parameter : node.parameters()) {
      View view = parameter(parameter);
      parameters.add(view);
      dParameters.add(gradient(view.shape(), gradients && parameter.trainable(), parameterModes));
    }
    Shape out = op.output(shapes);
    boolean upstream = gradients && !op.isLoss();
    args =
        new OpArgs(
            inputs,
            tensor(out, op.outputType()),
            parameters,
            upstream ? floats(out, SEED + 100) : null,
            dInputs,
            dParameters,
            raw(bound.savedBytes()),
            raw(bound.workspaceBytes()));
    modes = new GradModes(inputModes, parameterModes);
  }

  private View input(Shape shape, int index, int classes) {
    if (op.inputType(index) == ElementType.FLOAT32) {
      return floats(shape, SEED + index);
    }
    View view = tensor(shape, ElementType.UINT8);
    byte[] labels = RandomValues.labels(shape, classes, SEED + index).data();
    view.memory().writeBytes(0, labels, 0, labels.length);
    return view;
  }

  private View parameter(Parameter parameter) {
    float[] values = parameter.rule().filler().fill(parameter.name(), parameter.spec(), SEED);
    View view = tensor(new Shape(1, 1, 1, values.length), ElementType.FLOAT32);
    view.memory().writeFloats(0, values, 0, values.length);
    return view;
  }

  private @Nullable View gradient(Shape shape, boolean wanted, List<GradMode> kinds) {
    kinds.add(wanted ? GradMode.OVERWRITE : GradMode.IGNORE);
    if (!wanted) {
      return null;
    }
    View view = tensor(shape, ElementType.FLOAT32);
    gradients.add(view);
    return view;
  }

  private View floats(Shape shape, long seed) {
    View view = tensor(shape, ElementType.FLOAT32);
    float[] values = RandomValues.floats(shape, seed).data();
    view.memory().writeFloats(0, values, 0, values.length);
    return view;
  }

  private View tensor(Shape shape, ElementType type) {
    Memory memory = backend.allocate("benchmark", backend.bytes(type, shape.count()));
    owned.add(memory);
    memory.zero(0, memory.bytes());
    return new View(memory, 0, shape, type);
  }

  private @Nullable View raw(long bytes) {
    if (bytes == 0) {
      return null;
    }
    Memory memory = backend.allocate("benchmark", bytes);
    owned.add(memory);
    return new View(memory, 0, Shape.scalar(), ElementType.FLOAT32);
  }

  /** Computes the output; waits. */
  void forward() {
    backend.beginStep(new StepState(SEED, 0));
    bound.forward(args);
    backend.synchronize();
  }

  /** Computes every gradient that training computes, from the last forward; waits. */
  void backward() {
    bound.backward(args, modes);
    backend.synchronize();
  }

  /**
   * Checks output and gradients: every number finite, not all of them 0, and no label complained
   * of.
   *
   * @throws IllegalStateException if it is not so
   */
  void check() {
    bound.verify(args);
    checkVaried(args.output());
    gradients.forEach(this::checkVaried);
  }

  private void checkVaried(View view) {
    int count = view.shape().arrayLength();
    boolean nonzero = false;
    if (view.type() == ElementType.UINT8) {
      byte[] values = new byte[count];
      view.memory().readBytes(0, values, 0, count);
      for (byte value : values) {
        nonzero |= value != 0;
      }
    } else {
      float[] values = new float[count];
      view.memory().readFloats(0, values, 0, count);
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new IllegalStateException("%s computed %s".formatted(op, value));
        }
        nonzero |= value != 0;
      }
    }
    if (!nonzero) {
      throw new IllegalStateException("%s computed nothing but zeros".formatted(op));
    }
  }

  @Override
  public void close() {
    bound.close();
    owned.forEach(Memory::close);
  }
}
