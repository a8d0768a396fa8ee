/**
 * The reference backend: every operation on the processor, in double precision, in plain Java.
 *
 * <p>It is the oracle that the other backends are compared with, and the backend of machines
 * without a GPU.
 */
@NullMarked
package fcn4j.reference;

import org.jspecify.annotations.NullMarked;
