package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Concat;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** {@link Concat}. */
final class ConcatOnednn implements BoundOp {

  /** The copies between an input and its channels of the output. */
  private record Branch(Primitive forward, Primitive backward, Primitive backwardAdded) {
    long scratchBytes() {
      return Math.max(
          forward.scratchBytes(), Math.max(backward.scratchBytes(), backwardAdded.scratchBytes()));
    }
  }

  private final List<Branch> branches = new ArrayList<>();

  ConcatOnednn(Engine engine, String node, Concat concat, List<Shape> inputs) {
    try (Build build = new Build(engine, node)) {
      dnnl_memory_desc whole = build.tensor(concat.output(inputs));
      int channel = 0;
      for (Shape input : inputs) {
        dnnl_memory_desc part = build.part(whole, input, channel, 0, 0);
        dnnl_memory_desc tensor = build.tensor(input);
        branches.add(
            new Branch(
                CopyPart.of(build, "forward", tensor, part, false),
                CopyPart.of(build, "backward", part, tensor, false),
                CopyPart.of(build, "backward, added", part, tensor, true)));
        channel += input.c();
      }
    }
  }

  @Override
  public long workspaceBytes() {
    return branches.stream().mapToLong(Branch::scratchBytes).max().orElse(0);
  }

  @Override
  public void forward(OpArgs args) {
    for (int i = 0; i < branches.size(); i++) {
      branches
          .get(i)
          .forward()
          .run(
              OnednnMemory.address(Objects.requireNonNull(args.inputs().get(i))),
              OnednnMemory.address(args.output()),
              Conv2dOnednn.workspace(args));
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    for (int i = 0; i < branches.size(); i++) {
      GradMode mode = modes.inputs().get(i);
      if (mode != GradMode.IGNORE) {
        Branch branch = branches.get(i);
        (mode == GradMode.ACCUMULATE ? branch.backwardAdded() : branch.backward())
            .run(
                OnednnMemory.address(Objects.requireNonNull(args.dOutput())),
                OnednnMemory.address(Objects.requireNonNull(args.dInputs().get(i))),
                Conv2dOnednn.workspace(args));
      }
    }
  }

  @Override
  public void close() {
    for (Branch branch : branches) {
      branch.forward().close();
      branch.backward().close();
      branch.backwardAdded().close();
    }
  }
}
