package fcn4j.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that an operation is run on.
 *
 * @param inputs one array an input; bytes as 0..255; null where only the shape counts
 * @param parameters one array a parameter
 * @param dOutput gradient of the output; null for a loss and for outputs without gradient
 */
public record OpData(
    List<double @Nullable []> inputs, List<double[]> parameters, double @Nullable [] dOutput) {}
