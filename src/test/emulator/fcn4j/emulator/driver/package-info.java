/** What the stand-in for JCudaDriver does with the emulated device. */
@NullMarked
package fcn4j.emulator.driver;

import org.jspecify.annotations.NullMarked;
