/** Reads PTX as nvcc writes it. */
@NullMarked
package fcn4j.emulator.ptx;

import org.jspecify.annotations.NullMarked;
