/** Compiles kernels to byte code and runs their grids with every check. */
@NullMarked
package fcn4j.emulator.exec;

import org.jspecify.annotations.NullMarked;
