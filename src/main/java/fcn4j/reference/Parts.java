package fcn4j.reference;

import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the arguments of the parts of a fused operation from its own. */
final class Parts {
  private Parts() {}

  /** A tensor in the workspace, from an element on. */
  static View view(@Nullable View workspace, long element, Shape shape, ElementType type) {
    if (workspace == null) {
      throw new IllegalArgumentException("the workspace that the operation asked for is missing");
    }
    long offset = workspace.offsetBytes() + element * Double.BYTES;
    return new View(workspace.memory(), offset, shape, type);
  }

  /** Arguments of a forward pass, with the whole's parameters. */
  static OpArgs args(OpArgs whole, List<@Nullable View> inputs, View output) {
    return new OpArgs(
        inputs, output, whole.parameters(), null, List.of(), List.of(), whole.saved(), null);
  }

  /** The whole's arguments with another gradient of the output. */
  static OpArgs withDOutput(OpArgs whole, View dOutput) {
    return new OpArgs(
        whole.inputs(),
        whole.output(),
        whole.parameters(),
        dOutput,
        whole.dInputs(),
        whole.dParameters(),
        whole.saved(),
        null);
  }
}
