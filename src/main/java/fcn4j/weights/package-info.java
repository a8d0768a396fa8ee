/**
 * Files of weights and arrays: safetensors and npy, read with bounded memory and written
 * atomically.
 */
@NullMarked
package fcn4j.weights;

import org.jspecify.annotations.NullMarked;
