/** Extents and host memory: what every other package agrees on. */
@NullMarked
package fcn4j.tensor;

import org.jspecify.annotations.NullMarked;
