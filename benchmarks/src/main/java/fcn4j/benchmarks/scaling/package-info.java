/**
 * Time and memory of nets over image size and batch, and the largest image that fits: predicted by
 * the memory plan, confirmed by running it.
 */
@NullMarked
package fcn4j.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
