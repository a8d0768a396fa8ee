/**
 * Owners of CUDA things over JCuda: libraries, context, streams, memory, kernels, graphs, cuDNN and
 * cuBLAS.
 *
 * <p>The package knows bytes, addresses and handles, not tensors. Device addresses are plain {@code
 * long}s. Every owner is closed exactly once by whoever made it, closing is idempotent, and every
 * call is checked by {@link fcn4j.cuda.CudaStatus}. One thread uses a {@link fcn4j.cuda.Gpu}.
 */
@NullMarked
package fcn4j.cuda;

import org.jspecify.annotations.NullMarked;
