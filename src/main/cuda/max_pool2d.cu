// Maximum over windows, Caffe's rule: the first maximum in row-major order wins and alone gets the gradient. A byte a
// window (four where the window has more than 256 taps) keeps the winner's tap, which makes backward a gather.
// Bytes moved: forward 4 a value of the input and 5 of the output; backward 4 of the input and 5 of the output
// for each of the windows that a pixel lies in.
#include "common.cuh"

template <class Winner>
__device__ __forceinline__ void maxPoolForward(const float* __restrict__ in, float* __restrict__ out,
                                               Winner* __restrict__ winners, int planes, int inH, int inW, int outH,
                                               int outW, int kernelH, int kernelW, int strideH, int strideW, int padH,
                                               int padW) {
  forEachPixel(planes, outH, outW, [&](int plane, int row, int column) {
    const int top = row * strideH - padH;
    const int left = column * strideW - padW;
    const int firstRow = max(top, 0);
    const int firstColumn = max(left, 0);
    const int bottom = min(top + kernelH, inH);
    const int right = min(left + kernelW, inW);
    const float* line = in + pixelIndex(plane, firstRow, 0, inH, inW);
    float best = line[firstColumn];
    int winner = (firstRow - top) * kernelW + firstColumn - left;
#pragma unroll 1
    for (int i = firstRow; i < bottom; ++i, line += inW) {
      const int lineTap = (i - top) * kernelW - left;
#pragma unroll 1
      for (int j = firstColumn; j < right; ++j) {
        if (line[j] > best) {
          best = line[j];
          winner = lineTap + j;
        }
      }
    }
    const Index at = pixelIndex(plane, row, column, outH, outW);
    out[at] = best;
    winners[at] = static_cast<Winner>(winner);
  });
}

template <class Winner>
__device__ __forceinline__ void maxPoolBackward(const float* __restrict__ dOut, const Winner* __restrict__ winners,
                                                float* __restrict__ dIn, int planes, int inH, int inW, int outH,
                                                int outW, int kernelH, int kernelW, int strideH, int strideW, int padH,
                                                int padW, int accumulate) {
  forEachPixel(planes, inH, inW, [&](int plane, int row, int column) {
    const int y = row + padH;
    const int x = column + padW;
    const int lastRow = min(y / strideH, outH - 1);
    const int lastColumn = min(x / strideW, outW - 1);
    const int firstRow = y < kernelH ? 0 : (y - kernelH) / strideH + 1;
    const int firstColumn = x < kernelW ? 0 : (x - kernelW) / strideW + 1;
    float sum = 0.0f;
#pragma unroll 1  // mostly one round
    for (int i = firstRow; i <= lastRow; ++i) {
      const Index line = pixelIndex(plane, i, 0, outH, outW);
      const int tap = (y - i * strideH) * kernelW + x;
#pragma unroll 1
      for (int j = firstColumn; j <= lastColumn; ++j) {
        if (winners[line + j] == static_cast<Winner>(tap - j * strideW)) {
          sum += dOut[line + j];
        }
      }
    }
    put(dIn, pixelIndex(plane, row, column, inH, inW), sum, accumulate);
  });
}

#define MAX_POOL2D(name, Winner)                                                                                     \
  extern "C" __global__ void max_pool2d_forward##name(                                                               \
      const float* __restrict__ in, float* __restrict__ out, Winner* __restrict__ winners, int planes, int inH,      \
      int inW, int outH, int outW, int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {         \
    maxPoolForward(in, out, winners, planes, inH, inW, outH, outW, kernelH, kernelW, strideH, strideW, padH, padW);  \
  }                                                                                                                  \
  extern "C" __global__ void max_pool2d_backward##name(                                                              \
      const float* __restrict__ dOut, const Winner* __restrict__ winners, float* __restrict__ dIn, int planes,       \
      int inH, int inW, int outH, int outW, int kernelH, int kernelW, int strideH, int strideW, int padH, int padW,  \
      int accumulate) {                                                                                              \
    maxPoolBackward(dOut, winners, dIn, planes, inH, inW, outH, outW, kernelH, kernelW, strideH, strideW, padH,      \
                    padW, accumulate);                                                                               \
  }

MAX_POOL2D(, u8)
MAX_POOL2D(_wide, u32)
