/**
 * The CUDA backend: one launcher class an operation, which checks, chooses a grid and enqueues;
 * convolutions go through cuDNN and cuBLAS, the rest through the project's own kernels.
 */
@NullMarked
package fcn4j.gpu;

import org.jspecify.annotations.NullMarked;
