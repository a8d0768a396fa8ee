// Mean over windows where cuDNN has no such pooling: extents rounded up. Bytes moved: forward 4 a value of the input
// and of the output; backward 4 of the input and of the output for each window that a pixel lies in.
#include "common.cuh"

// The number that a window's sum is divided by: its area clipped to the padded input, or to the input.
__device__ __forceinline__ float windowArea(int top, int left, int kernelH, int kernelW, int inH, int inW, int padH,
                                            int padW, int countPadding) {
  if (countPadding) {
    return static_cast<float>((min(top + kernelH, inH + padH) - top) * (min(left + kernelW, inW + padW) - left));
  }
  return static_cast<float>((min(top + kernelH, inH) - max(top, 0)) * (min(left + kernelW, inW) - max(left, 0)));
}

// Grid: the output.
extern "C" __global__ void avg_pool2d_forward(const float* __restrict__ in, float* __restrict__ out, int planes,
                                              int inH, int inW, int outH, int outW, int kernelH, int kernelW,
                                              int strideH, int strideW, int padH, int padW, int countPadding) {
  forEachPixel(planes, outH, outW, [&](int plane, int row, int column) {
    const int top = row * strideH - padH;
    const int left = column * strideW - padW;
    float sum = 0.0f;
    for (int i = max(top, 0); i < min(top + kernelH, inH); ++i) {
      for (int j = max(left, 0); j < min(left + kernelW, inW); ++j) {
        sum += in[pixelIndex(plane, i, j, inH, inW)];
      }
    }
    out[pixelIndex(plane, row, column, outH, outW)] =
        sum / windowArea(top, left, kernelH, kernelW, inH, inW, padH, padW, countPadding);
  });
}

// Grid: the input.
extern "C" __global__ void avg_pool2d_backward(const float* __restrict__ dOut, float* __restrict__ dIn, int planes,
                                               int inH, int inW, int outH, int outW, int kernelH, int kernelW,
                                               int strideH, int strideW, int padH, int padW, int countPadding,
                                               int accumulate) {
  forEachPixel(planes, inH, inW, [&](int plane, int row, int column) {
    const int y = row + padH;
    const int x = column + padW;
    const int lastRow = min(y / strideH, outH - 1);
    const int lastColumn = min(x / strideW, outW - 1);
    float sum = 0.0f;
    for (int i = y < kernelH ? 0 : (y - kernelH) / strideH + 1; i <= lastRow; ++i) {
      for (int j = x < kernelW ? 0 : (x - kernelW) / strideW + 1; j <= lastColumn; ++j) {
        sum += dOut[pixelIndex(plane, i, j, outH, outW)] / windowArea(i * strideH - padH, j * strideW - padW, kernelH,
                                                                      kernelW, inH, inW, padH, padW, countPadding);
      }
    }
    put(dIn, pixelIndex(plane, row, column, inH, inW), sum, accumulate);
  });
}
