/** The emulated CUDA device: what tests configure, and what they ask after a run. */
@NullMarked
package fcn4j.emulator;

import org.jspecify.annotations.NullMarked;
