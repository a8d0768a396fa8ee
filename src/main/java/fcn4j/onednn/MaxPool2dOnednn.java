package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.MaxPool2d;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * {@link MaxPool2d}. For training the saved memory holds each window's winner, a byte where the
 * window has no more than 256 pixels.
 */
final class MaxPool2dOnednn implements BoundOp {
  private static final long[] NO_DILATION = {0, 0};

  private final Workers<FloatScratch> workers;
  private final long inBytes;
  private final Primitive forward;
  private final @Nullable Primitive backward;
  private final long savedBytes;

  MaxPool2dOnednn(
      Engine engine,
      String node,
      MaxPool2d op,
      List<Shape> inputs,
      boolean training,
      Workers<FloatScratch> workers) {
    this.workers = workers;
    Shape in = inputs.getFirst();
    inBytes = OnednnMemory.aligned(Float.BYTES * in.count());
    try (Build build = new Build(engine, node)) {
      Windows windows = new Windows(build, op, in);
      dnnl_primitive_desc descriptor = windows.forward(training);
      savedBytes = training ? Primitive.bytes(descriptor, DNNL_ARG_WORKSPACE) : 0;
      if (training) {
        forward =
            build.primitive("forward", descriptor, DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WORKSPACE);
        backward =
            build.primitive(
                "backward",
                windows.backward(descriptor),
                DNNL_ARG_DIFF_DST,
                DNNL_ARG_WORKSPACE,
                DNNL_ARG_DIFF_SRC);
      } else {
        forward = build.primitive("forward", descriptor, DNNL_ARG_SRC, DNNL_ARG_DST);
        backward = null;
      }
    }
  }

  /** The geometry in oneDNN's terms. */
  private static final class Windows {
    private final Build build;
    private final dnnl_memory_desc in;
    private final dnnl_memory_desc out;
    private final long[] strides;
    private final long[] kernel;
    private final long[] before;
    private final long[] after;
    private final dnnl_primitive_attr attributes;

    Windows(Build build, MaxPool2d op, Shape in) {
      this.build = build;
      Shape out = op.output(List.of(in));
      this.in = build.tensor(in);
      this.out = build.tensor(out);
      strides = new long[] {op.stride().h(), op.stride().w()};
      kernel = new long[] {op.kernel().h(), op.kernel().w()};
      before = new long[] {op.pad().h(), op.pad().w()};
      after =
          new long[] {
            after(in.h(), out.h(), op.stride().h(), op.kernel().h(), op.pad().h()),
            after(in.w(), out.w(), op.stride().w(), op.kernel().w(), op.pad().w())
          };
      attributes = build.attributes();
    }

    /** The padding at the end that makes the last window fit. */
    private static long after(int in, int out, int stride, int kernel, int pad) {
      return Math.max(0, (out - 1L) * stride + kernel - in - pad);
    }

    dnnl_primitive_desc forward(boolean training) {
      return build.descriptor(
          "forward",
          target ->
              dnnl_pooling_forward_primitive_desc_create(
                  target,
                  build.engine().engine(),
                  training ? dnnl_forward_training : dnnl_forward_inference,
                  dnnl_pooling_max,
                  in,
                  out,
                  strides,
                  kernel,
                  NO_DILATION,
                  before,
                  after,
                  attributes));
    }

    dnnl_primitive_desc backward(dnnl_primitive_desc hint) {
      return build.descriptor(
          "backward",
          target ->
              dnnl_pooling_backward_primitive_desc_create(
                  target,
                  build.engine().engine(),
                  dnnl_pooling_max,
                  in,
                  out,
                  strides,
                  kernel,
                  NO_DILATION,
                  before,
                  after,
                  hint,
                  attributes));
    }
  }

  @Override
  public long savedBytes() {
    return savedBytes;
  }

  @Override
  public long workspaceBytes() {
    return backward == null
        ? forward.scratchBytes()
        : inBytes + Math.max(forward.scratchBytes(), backward.scratchBytes());
  }

  @Override
  public long forwardWorkspaceBytes() {
    return forward.scratchBytes();
  }

  @Override
  public void forward(OpArgs args) {
    long from = OnednnMemory.address(Objects.requireNonNull(args.inputs().getFirst()));
    long to = OnednnMemory.address(args.output());
    long scratch = Conv2dOnednn.workspace(args);
    if (backward == null) {
      forward.run(from, to, scratch);
    } else {
      forward.run(from, to, winners(args), scratch);
    }
  }

  private static long winners(OpArgs args) {
    return OnednnMemory.address(Objects.requireNonNull(args.saved()));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode == GradMode.IGNORE) {
      return;
    }
    Primitive pass = Objects.requireNonNull(backward, "bound for inference");
    long from = OnednnMemory.address(Objects.requireNonNull(args.dOutput()));
    long workspace = Conv2dOnednn.workspace(args);
    Accumulate.into(
        Objects.requireNonNull(args.dInputs().getFirst()),
        mode,
        workspace,
        workers,
        to -> pass.run(from, winners(args), to, workspace + inBytes));
  }

  @Override
  public void close() {
    forward.close();
    if (backward != null) {
      backward.close();
    }
  }
}
