package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Crop;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** {@link Crop}. */
final class CropOnednn implements BoundOp {
  private final Primitive forward;
  private final Primitive backward;
  private final Primitive backwardAdded;

  CropOnednn(Engine engine, String node, Crop crop, List<Shape> inputs) {
    Shape out = crop.output(inputs);
    try (Build build = new Build(engine, node)) {
      dnnl_memory_desc whole = build.tensor(inputs.getFirst());
      dnnl_memory_desc kept = build.part(whole, out, 0, crop.offset().h(), crop.offset().w());
      dnnl_memory_desc cropped = build.tensor(out);
      forward = CopyPart.of(build, "forward", kept, cropped, false);
      backward = CopyPart.of(build, "backward", cropped, kept, false);
      backwardAdded = CopyPart.of(build, "backward, added", cropped, kept, true);
    }
  }

  @Override
  public long workspaceBytes() {
    return Math.max(
        forward.scratchBytes(), Math.max(backward.scratchBytes(), backwardAdded.scratchBytes()));
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
    var dIn = OnednnMemory.elements(Objects.requireNonNull(args.dInputs().getFirst()));
    if (mode == GradMode.OVERWRITE) {
      dIn.fill((byte) 0);
    }
    (mode == GradMode.ACCUMULATE ? backwardAdded : backward)
        .run(
            OnednnMemory.address(Objects.requireNonNull(args.dOutput())),
            dIn.address(),
            Conv2dOnednn.workspace(args));
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
    backwardAdded.close();
  }
}
