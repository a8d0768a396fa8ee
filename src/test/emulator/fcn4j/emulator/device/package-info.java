/** The parts of the emulated device: calls, handles, streams, graphs, modules, host memory. */
@NullMarked
package fcn4j.emulator.device;

import org.jspecify.annotations.NullMarked;
