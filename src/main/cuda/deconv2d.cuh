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
  for (int i = rows.first; i <= rows.last; ++i) {
    const float* in = plane + static_cast<Index>(i) * inW;
    const float* taps = weight + (rows.position - i * strideH) * kernelW + columns.position;
    for (int j = columns.first; j <= columns.last; ++j) {
      sum += in[j] * taps[-j * strideW];
    }
  }
  return sum;
}

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
