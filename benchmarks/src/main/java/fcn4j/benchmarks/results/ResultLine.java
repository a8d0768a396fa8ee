package fcn4j.benchmarks.results;

/**
 * A line of a file of results.
 *
 * @param run the run that it is of
 * @param measurement what was measured
 */
public record ResultLine(Run run, Measurement measurement) {}
