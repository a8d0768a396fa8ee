package fcn4j.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pass of a bound operation finds its tensors, the same in every run of a plan; forward and
 * backward may have their workspaces, and values that are computed a second time, in other places.
 *
 * @param inputs in the op's order; an input of which only the shape counts is null
 * @param output the output; in an in-place plan it is the memory of the first input
 * @param parameters in the op's order
 * @param dOutput gradient of the output; null in forward-only plans, and for a loss (its gradient
 *     is 1)
 * @param dInputs gradients of the inputs; null where the mode is {@link GradMode#IGNORE}
 * @param dParameters gradients of the parameters; null where not wanted
 * @param saved memory that holds what forward keeps for backward, {@link BoundOp#savedBytes()} from
 *     the view's offset on (its extents say nothing); null if none was asked for
 * @param workspace scratch memory, undefined on entry, {@link BoundOp#workspaceBytes()} from the
 *     view's offset on (its extents say nothing); null if none was asked for
 */
public record OpArgs(
    List<@Nullable View> inputs,
    View output,
    List<View> parameters,
    @Nullable View dOutput,
    List<@Nullable View> dInputs,
    List<@Nullable View> dParameters,
    @Nullable View saved,
    @Nullable View workspace) {}
