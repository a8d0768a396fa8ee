package fcn4j.gpu;

import fcn4j.cuda.CudnnAlgorithms;
import org.jspecify.annotations.Nullable;

/**
 * The ways to compute one convolution.
 *
 * @param algorithms cuDNN's
 * @param product the matrix product, or null where the convolution is none
 * @param imageBytes size of the input
 * @param weightBytes size of the weights
 * @param outputBytes size of the output
 */
record ConvCandidates(
    CudnnAlgorithms algorithms,
    @Nullable PointwiseProduct product,
    long imageBytes,
    long weightBytes,
    long outputBytes) {}
