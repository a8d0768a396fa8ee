/** The memory of the emulated device: allocations, pages with shadows, and the checks on them. */
@NullMarked
package fcn4j.emulator.memory;

import org.jspecify.annotations.NullMarked;
