package fcn4j.benchmarks;

import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Memory;
import fcn4j.op.OpArgs;
import fcn4j.op.StepState;
import fcn4j.op.Stopwatch;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer bound on a device, with random tensors of its own in several copies, through which calls
 * go in turn, so that they find none of them in a cache. Copies have equal values. Owns the
 * backend.
 */
final class LayerTrial implements AutoCloseable {
  private static final int MOST_COPIES = 1024;
  private static final StepState STEP = new StepState(1, 0);

  private final Backend backend;
  private final Layer layer;
  private final LayerPass pass;
  private final GradModes gradients;
  private final int calls;
  private final BoundOp bound;
  private final Memory memory;
  private final List<OpArgs> copies = new ArrayList<>();
  private final Stopwatch stopwatch;
  private int next;

  /**
   * Binds a layer and fills its tensors; for gradients it runs forward once on each copy.
   *
   * @param pass what will be computed
   * @param calls in a round
   * @throws IllegalArgumentException if the layer has no such gradients
   */
  LayerTrial(Backend backend, LayerParams params, LayerPass pass, int calls) {
    layer = params.find();
    if (!pass.existsIn(layer)) {
      throw new IllegalArgumentException(
          "layer %s, %s, has no gradients of this kind".formatted(layer.name(), layer.op().name()));
    }
    this.backend = backend;
    this.pass = pass;
    this.calls = calls;
    gradients = pass.wanted(layer);
    bound =
        pass.backward()
            ? backend.bind(layer.nodeName(), layer.op(), layer.inputs())
            : backend.bindForward(layer.nodeName(), layer.op(), layer.inputs());
    LayerTensors tensors = new LayerTensors(backend, layer, bound, pass.backward());
    long number = Math.clamp(Math.ceilDiv(params.spreadBytes(), tensors.bytes()), 1, MOST_COPIES);
    long copiesBytes = number * tensors.bytes();
    memory = backend.allocate("layer " + layer.name(), copiesBytes + bound.workspaceBytes());
    memory.zero(0, memory.bytes());
    View workspace =
        bound.workspaceBytes() == 0
            ? null
            : new View(memory, copiesBytes, Shape.scalar(), ElementType.UINT8);
    for (int i = 0; i < number; i++) {
      copies.add(tensors.in(memory, i * tensors.bytes(), workspace));
    }
    tensors.fill(copies);
    stopwatch = backend.stopwatch(2);
    backend.beginStep(STEP);
    if (pass.backward()) {
      copies.forEach(bound::forward);
    }
    Gauge.describe(pass.work(layer), () -> tensors.bytes() + bound.workspaceBytes());
  }

  /** Computes as many times as a round has calls; waits. */
  void run() {
    stopwatch.mark(0);
    for (int i = 0; i < calls; i++) {
      OpArgs args = nextCopy();
      if (pass.forward()) {
        bound.forward(args);
      }
      if (pass.backward()) {
        bound.backward(args, gradients);
      }
    }
    stopwatch.mark(1);
    backend.synchronize();
    Gauge.deviceMillis(stopwatch.millis(0, 1), calls);
  }

  private OpArgs nextCopy() {
    OpArgs args = copies.get(next);
    next = next + 1 == copies.size() ? 0 : next + 1;
    return args;
  }

  /**
   * Checks output and gradients, and frees everything.
   *
   * @throws IllegalStateException if a number is not finite, all are 0, or a label was complained
   *     of
   */
  void finish() {
    try (this) {
      check();
    }
  }

  private void check() {
    OpArgs args = copies.getFirst();
    bound.verify(args);
    checkVaried(args.output());
    checkVaried(args.dInputs(), gradients.inputs());
    checkVaried(args.dParameters(), gradients.parameters());
  }

  private void checkVaried(List<@Nullable View> views, List<GradMode> modes) {
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      if (view != null && modes.get(i) != GradMode.IGNORE) {
        checkVaried(view);
      }
    }
  }

  private void checkVaried(View view) {
    String what = "layer %s, %s,".formatted(layer.name(), layer.op());
    TensorCheck.finiteAndNotAllZero(view, what);
  }

  @Override
  public void close() {
    try (backend) {
      stopwatch.close();
      bound.close();
      memory.close();
    }
  }
}
