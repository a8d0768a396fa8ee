package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Softmax;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** {@link Softmax}. */
final class SoftmaxOnednn implements BoundOp {
  private static final int CHANNEL_AXIS = 1;

  private final Workers<FloatScratch> workers;
  private final long tensorBytes;
  private final Primitive forward;
  private final Primitive backward;

  SoftmaxOnednn(Engine engine, String node, List<Shape> inputs, Workers<FloatScratch> workers) {
    this.workers = workers;
    Shape shape = inputs.getFirst();
    tensorBytes = OnednnMemory.aligned(Float.BYTES * shape.count());
    try (Build build = new Build(engine, node)) {
      dnnl_memory_desc tensor = build.tensor(shape);
      dnnl_primitive_attr attributes = build.attributes();
      dnnl_primitive_desc descriptor =
          build.descriptor(
              "forward",
              target ->
                  dnnl_softmax_forward_primitive_desc_create(
                      target,
                      engine.engine(),
                      dnnl_forward_training,
                      dnnl_softmax_accurate,
                      tensor,
                      tensor,
                      CHANNEL_AXIS,
                      attributes));
      dnnl_primitive_desc gradient =
          build.descriptor(
              "backward",
              target ->
                  dnnl_softmax_backward_primitive_desc_create(
                      target,
                      engine.engine(),
                      dnnl_softmax_accurate,
                      tensor,
                      tensor,
                      tensor,
                      CHANNEL_AXIS,
                      descriptor,
                      attributes));
      forward = build.primitive("forward", descriptor, DNNL_ARG_SRC, DNNL_ARG_DST);
      backward =
          build.primitive("backward", gradient, DNNL_ARG_DST, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
    }
  }

  @Override
  public long workspaceBytes() {
    return tensorBytes + Math.max(forward.scratchBytes(), backward.scratchBytes());
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(
        OnednnMemory.address(Objects.requireNonNull(args.inputs().getFirst())),
        OnednnMemory.address(args.output()),
        Conv2dOnednn.workspace(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode == GradMode.IGNORE) {
      return;
    }
    long result = OnednnMemory.address(args.output());
    long from = OnednnMemory.address(Objects.requireNonNull(args.dOutput()));
    long workspace = Conv2dOnednn.workspace(args);
    Accumulate.into(
        Objects.requireNonNull(args.dInputs().getFirst()),
        mode,
        workspace,
        workers,
        to -> backward.run(result, from, to, workspace + tensorBytes));
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
  }
}
