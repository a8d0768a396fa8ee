package fcn4j.benchmarks.results;

import org.jspecify.annotations.Nullable;

/**
 * What a process found in one of its iterations.
 *
 * @param meanMillis of its calls, on the wall clock
 * @param leastMillis of them
 * @param deviceMillis the least by the device's own clock, or null
 * @param probeMillis the least that the speed probe took before and after; null where there was
 *     none
 * @param handoverNanos the longer one of the handovers before and after; null where there was none
 */
public record Iteration(
    double meanMillis,
    double leastMillis,
    @Nullable Double deviceMillis,
    @Nullable Double probeMillis,
    @Nullable Double handoverNanos) {}
