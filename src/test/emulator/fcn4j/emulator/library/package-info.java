/**
 * What the stand-ins for cuDNN and cuBLAS compute, in plain Java on the emulated device's memory.
 */
@NullMarked
package fcn4j.emulator.library;

import org.jspecify.annotations.NullMarked;
