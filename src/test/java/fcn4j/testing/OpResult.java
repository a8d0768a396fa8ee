package fcn4j.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation computed, or bounds on it.
 *
 * @param output the output
 * @param dInputs gradients of the inputs, null where there is none
 * @param dParameters gradients of the parameters, null where there is none
 */
public record OpResult(
    double[] output, List<double @Nullable []> dInputs, List<double @Nullable []> dParameters) {}
