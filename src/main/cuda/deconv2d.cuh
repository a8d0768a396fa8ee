// The geometry of a transposed convolution, gathered: which inputs an output pixel sees.
#pragma once
#include "common.cuh"

// The inputs first..last along one axis that reach an output, and the tap of input i: position - i * stride.
struct Reach {
  int position;
  int first;
  int last;
};

// position: the output pixel plus what padding and crop have cut in front of it; never negative.
__device__ __forceinline__ Reach reach(int position, int kernel, int stride, int size) {
  const int before = position - kernel;
  const int first = before < 0 ? 0 : before / stride + 1;
  return {position, first, min(position / stride, size - 1)};
}

// Sum over the reached inputs of one channel's plane (rows of inW) times their weights (rows of kernelW).
__device__ __forceinline__ float upsampled(const float* __restrict__ plane, const float* __restrict__ weight,
                                           const Reach& rows, const Reach& columns, int inW, int kernelW,
                                           int strideH, int strideW) {
  float sum = 0.0f;
#pragma unroll 1  // mostly two rounds
  for (int i = rows.first; i <= rows.last; ++i) {
    const float* in = plane + static_cast<Index>(i) * inW;
    const float* taps = weight + (rows.position - i * strideH) * kernelW + columns.position;
#pragma unroll 1
    for (int j = columns.first; j <= columns.last; ++j) {
      sum += in[j] * taps[-j * strideW];
    }
  }
  return sum;
}

// What an output pixel sees of every channel's plane: at most 2 x 2 inputs (kernel <= 2 stride, as in bilinear
// upsampling), whose offsets are the same in all planes; or any number of them.
template <bool FOUR>
struct Stencil {
  Reach rows;
  Reach columns;
  int inW;
  int kernelW;
  int strideH;
  int strideW;
  int in[4];
  int tap[4];
  int count;

  __device__ __forceinline__ Stencil(int row, int column, int inH, int inWidth, int kernelH, int kernelWidth, int rowStride,
                                     int columnStride)
      : rows(reach(row, kernelH, rowStride, inH)),
        columns(reach(column, kernelWidth, columnStride, inWidth)),
        inW(inWidth),
        kernelW(kernelWidth),
        strideH(rowStride),
        strideW(columnStride) {
    if (FOUR) {
      count = max(rows.last - rows.first + 1, 0) * max(columns.last - columns.first + 1, 0);
      const bool oneColumn = columns.last == columns.first;
#pragma unroll
      for (int k = 0; k < 4; ++k) {
        const int i = rows.first + (oneColumn ? k : k / 2);
        const int j = columns.first + (oneColumn ? 0 : k % 2);
        in[k] = i * inW + j;
        tap[k] = (rows.position - i * strideH) * kernelW + columns.position - j * strideW;
      }
    }
  }

  // The upsampled value of one channel.
  __device__ __forceinline__ float value(const float* __restrict__ plane, const float* __restrict__ weight) const {
    if (!FOUR) {
      return upsampled(plane, weight, rows, columns, inW, kernelW, strideH, strideW);
    }
    float sum = 0.0f;
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      if (k < count) {
        sum += plane[in[k]] * weight[tap[k]];
      }
    }
    return sum;
  }
};

// The output pixels first..last along one axis that input i reaches; the tap of output o is o - start.
struct Span {
  int start;
  int first;
  int last;
};

// shift: padding plus crop offset.
__device__ __forceinline__ Span span(int i, int kernel, int stride, int shift, int outSize) {
  const int start = i * stride - shift;
  return {start, max(start, 0), min(start + kernel, outSize) - 1};
}

// The inputs first..last along one axis whose tap v falls into the output; input i falls on i * stride + offset.
struct Hits {
  int offset;
  int first;
  int last;
};

// shift: padding plus crop offset.
__device__ __forceinline__ Hits hits(int v, int stride, int shift, int size, int outSize) {
  const int offset = v - shift;
  const int end = outSize - 1 - offset;
  return {offset, offset >= 0 ? 0 : (stride - 1 - offset) / stride, end < 0 ? -1 : min(end / stride, size - 1)};
}

// Output channel `plane % outChannels` of image `plane / outChannels` at a pixel: the sum over the channels of its
// group. in has outChannels / outPerGroup * inPerGroup channels; weightStep floats lie between the weights of
// neighbouring input channels.
__device__ __forceinline__ float deconvolved(const float* __restrict__ in, const float* __restrict__ weight, int plane,
                                             const Reach& rows, const Reach& columns, int outChannels, int inH, int inW,
                                             int inPerGroup, int outPerGroup, Index weightStep, int kernelH,
                                             int kernelW, int strideH, int strideW) {
  const int image = plane / outChannels;
  const int channel = plane - image * outChannels;
  const int group = channel / outPerGroup;
  const int groupFirst = group * inPerGroup;
  const int inChannels = outChannels / outPerGroup * inPerGroup;
  const Index inPlane = static_cast<Index>(inH) * inW;
  const float* from = in + (static_cast<Index>(image) * inChannels + groupFirst) * inPlane;
  const float* taps = weight + groupFirst * weightStep +
                      static_cast<Index>(channel - group * outPerGroup) * kernelH * kernelW;
  float sum = 0.0f;
  for (int c = 0; c < inPerGroup; ++c) {
    sum += upsampled(from + c * inPlane, taps + c * weightStep, rows, columns, inW, kernelW, strideH, strideW);
  }
  return sum;
}
