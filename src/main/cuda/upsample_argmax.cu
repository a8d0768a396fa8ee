// Final upsampling, crop and arg max in one kernel: the full-size scores never exist. Bytes moved: the coarse scores
// (through the caches) and 1 a pixel, instead of 8 C + 1 a pixel.
#include "deconv2d.cuh"

// out = the class with the largest upsampled score, on a tie the lowest; class c's weights begin at c * weightStep.
// Grid: the output, images in z.
extern "C" __global__ void upsample_argmax_forward(const float* __restrict__ in, const float* __restrict__ weight,
                                                   u8* __restrict__ out, int images, int classes, int inH, int inW,
                                                   int outH, int outW, Index weightStep, int kernelH, int kernelW,
                                                   int strideH, int strideW, int shiftH, int shiftW) {
  const Index inPlane = static_cast<Index>(inH) * inW;
  forEachPixel(images, outH, outW, [&](int image, int row, int column) {
    const Reach rows = reach(row + shiftH, kernelH, strideH, inH);
    const Reach columns = reach(column + shiftW, kernelW, strideW, inW);
    const float* plane = in + static_cast<Index>(image) * classes * inPlane;
    float best = 0.0f;
    int winner = 0;
    for (int c = 0; c < classes; ++c) {
      const float score = upsampled(plane + c * inPlane, weight + c * weightStep, rows, columns, inW, kernelW, strideH,
                                    strideW);
      if (c == 0 || score > best) {
        best = score;
        winner = c;
      }
    }
    out[pixelIndex(image, row, column, outH, outW)] = static_cast<u8>(winner);
  });
}
