// Final upsampling, crop and arg max in one kernel: the full-size scores never exist. Bytes moved: the coarse scores
// (through the caches) and 1 a pixel, instead of 8 C + 1 a pixel.
#include "deconv2d.cuh"

template <bool FOUR>
__device__ __forceinline__ void upsampleArgMax(const float* __restrict__ in, const float* __restrict__ weight,
                                               u8* __restrict__ out, int images, int classes, int inH, int inW,
                                               int outH, int outW, Index weightStep, int kernelH, int kernelW,
                                               int strideH, int strideW, int shiftH, int shiftW) {
  const Index inPlane = static_cast<Index>(inH) * inW;
  forEachPixel(images, outH, outW, [&](int image, int row, int column) {
    const Stencil<FOUR> stencil(row + shiftH, column + shiftW, inH, inW, kernelH, kernelW, strideH, strideW);
    const float* plane = in + image * classes * inPlane;
    const float* taps = weight;
    float best = stencil.value(plane, taps);
    int winner = 0;
    for (int c = 1; c < classes; ++c) {
      plane += inPlane;
      taps += weightStep;
      const float score = stencil.value(plane, taps);
      if (score > best) {
        best = score;
        winner = c;
      }
    }
    out[pixelIndex(image, row, column, outH, outW)] = static_cast<u8>(winner);
  });
}

// out = the class with the largest upsampled score, on a tie the lowest; class c's weights begin at c * weightStep.
// Grid: the output, images in z.
extern "C" __global__ void upsample_argmax_forward(const float* __restrict__ in, const float* __restrict__ weight,
                                                   u8* __restrict__ out, int images, int classes, int inH, int inW,
                                                   int outH, int outW, Index weightStep, int kernelH, int kernelW,
                                                   int strideH, int strideW, int shiftH, int shiftW) {
  if (kernelH <= 2 * strideH && kernelW <= 2 * strideW) {
    upsampleArgMax<true>(in, weight, out, images, classes, inH, inW, outH, outW, weightStep, kernelH, kernelW, strideH,
                         strideW, shiftH, shiftW);
  } else {
    upsampleArgMax<false>(in, weight, out, images, classes, inH, inW, outH, outW, weightStep, kernelH, kernelW, strideH,
                          strideW, shiftH, shiftW);
  }
}
