/**
 * Files of weights and arrays: Caffe's, safetensors, npz and npy, and conversion between them.
 * Files are mapped and read by stretches, so that their size costs no heap, and written atomically.
 */
@NullMarked
package fcn4j.weights;

import org.jspecify.annotations.NullMarked;
