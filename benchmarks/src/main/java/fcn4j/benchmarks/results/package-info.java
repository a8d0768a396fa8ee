/**
 * What was measured, as lines of JSON that say everything by themselves: on what, with what, how
 * busy it was, and the numbers.
 */
@NullMarked
package fcn4j.benchmarks.results;

import org.jspecify.annotations.NullMarked;
