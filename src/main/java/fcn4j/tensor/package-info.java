/** Extents, host memory, waiting for other threads: what every other package agrees on. */
@NullMarked
package fcn4j.tensor;

import org.jspecify.annotations.NullMarked;
