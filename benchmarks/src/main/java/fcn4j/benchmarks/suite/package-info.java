/**
 * Runs benchmarks in sets, one forked JVM a benchmark and its parameters, with the device's
 * ceilings measured first, and makes a table and lines of results of what JMH found.
 */
@NullMarked
package fcn4j.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
