// Deconvolution, dense, grouped or channel by channel, in a window of the output (fused crop): what lies outside
// the window is never computed. Weights (Ci, Co/groups, kh, kw); diagonal ones are addressed as groups of one
// channel whose weights lie weightStep = (Co + 1) kh kw floats apart.
//
// Every pass gathers, so the order of each sum is fixed. Bytes moved: each pass reads its inputs through the caches
// and writes its result once: for k = 2 stride, 4 times the input and the output. Bound by memory when channelwise,
// by 4 Ci/groups multiply-adds a value when dense.
#include "deconv2d.cuh"

// Output, window of outH x outW that begins `shift` (padding + crop) into the full, unpadded one; bias may be null.
// Grid: the output.
extern "C" __global__ void deconv2d_forward(const float* __restrict__ in, const float* __restrict__ weight,
                                            const float* __restrict__ bias, float* __restrict__ out, int images,
                                            int outChannels, int inH, int inW, int outH, int outW, int inPerGroup,
                                            int outPerGroup, Index weightStep, int kernelH, int kernelW, int strideH,
                                            int strideW, int shiftH, int shiftW) {
  forEachPixel(images * outChannels, outH, outW, [&](int plane, int row, int column) {
    const Reach rows = reach(row + shiftH, kernelH, strideH, inH);
    const Reach columns = reach(column + shiftW, kernelW, strideW, inW);
    const float sum = deconvolved(in, weight, plane, rows, columns, outChannels, inH, inW, inPerGroup, outPerGroup,
                                  weightStep, kernelH, kernelW, strideH, strideW);
    out[pixelIndex(plane, row, column, outH, outW)] = bias == nullptr ? sum : sum + bias[plane % outChannels];
  });
}

// Gradient of the input, a thread a value: for few products a value, or values enough. Grid: the input.
extern "C" __global__ void deconv2d_backward_input(const float* __restrict__ dOut, const float* __restrict__ weight,
                                                   float* __restrict__ dIn, int images, int inChannels, int inH,
                                                   int inW, int outH, int outW, int inPerGroup, int outPerGroup,
                                                   Index weightStep, int kernelH, int kernelW, int strideH,
                                                   int strideW, int shiftH, int shiftW, int accumulate) {
  const int outChannels = inChannels / inPerGroup * outPerGroup;
  forEachPixel(images * inChannels, inH, inW, [&](int plane, int row, int column) {
    const int image = plane / inChannels;
    const int channel = plane - image * inChannels;
    const Span rows = span(row, kernelH, strideH, shiftH, outH);
    const Span columns = span(column, kernelW, strideW, shiftW, outW);
    const int firstOut = image * outChannels + channel / inPerGroup * outPerGroup;
    const float* taps = weight + channel * weightStep;
    double sum = 0.0;
    for (int o = 0; o < outPerGroup; ++o, taps += kernelH * kernelW) {
      for (int i = rows.first; i <= rows.last; ++i) {
        const float* from = dOut + pixelIndex(firstOut + o, i, 0, outH, outW);
        const float* rowTaps = taps + (i - rows.start) * kernelW - columns.start;
        float line = 0.0f;
        for (int j = columns.first; j <= columns.last; ++j) {
          line += from[j] * rowTaps[j];
        }
        sum += line;
      }
    }
    put(dIn, pixelIndex(plane, row, column, inH, inW), static_cast<float>(sum), accumulate);
  });
}

// Gradient of the input, a block a value: for large windows. Threads: columns of the window in x, rows in y,
// output channels in z; blocks: the input.
extern "C" __global__ void deconv2d_backward_input_wide(
    const float* __restrict__ dOut, const float* __restrict__ weight, float* __restrict__ dIn, int images,
    int inChannels, int inH, int inW, int outH, int outW, int inPerGroup, int outPerGroup, Index weightStep,
    int kernelH, int kernelW, int strideH, int strideW, int shiftH, int shiftW, int accumulate) {
  const int outChannels = inChannels / inPerGroup * outPerGroup;
  for (int plane = blockIdx.z; plane < images * inChannels; plane += gridDim.z) {
    const int image = plane / inChannels;
    const int channel = plane - image * inChannels;
    const int firstOut = image * outChannels + channel / inPerGroup * outPerGroup;
    for (int row = blockIdx.y; row < inH; row += gridDim.y) {
      const Span rows = span(row, kernelH, strideH, shiftH, outH);
      for (int column = blockIdx.x; column < inW; column += gridDim.x) {
        const Span columns = span(column, kernelW, strideW, shiftW, outW);
        double sum = 0.0;
        for (int o = threadIdx.z; o < outPerGroup; o += blockDim.z) {
          const float* taps = weight + channel * weightStep + static_cast<Index>(o) * kernelH * kernelW;
          for (int i = rows.first + threadIdx.y; i <= rows.last; i += blockDim.y) {
            for (int j = columns.first + threadIdx.x; j <= columns.last; j += blockDim.x) {
              sum += dOut[pixelIndex(firstOut + o, i, j, outH, outW)] *
                     taps[(i - rows.start) * kernelW + j - columns.start];
            }
          }
        }
        sum = blockSum(sum);
        if (isFirstThread()) {
          put(dIn, pixelIndex(plane, row, column, inH, inW), static_cast<float>(sum), accumulate);
        }
      }
    }
  }
}

// Gradient of the weights, a block a weight: taps in x and y of the grid, (input channel, output channel of the
// group) in z; threads: columns of the input in x, rows in y. With diagonal weights only those are visited.
extern "C" __global__ void deconv2d_backward_weight(const float* __restrict__ in, const float* __restrict__ dOut,
                                                    float* __restrict__ dWeight, int images, int inChannels, int inH,
                                                    int inW, int outH, int outW, int inPerGroup, int outPerGroup,
                                                    Index weightStep, int kernelH, int kernelW, int strideH,
                                                    int strideW, int shiftH, int shiftW, int accumulate) {
  const int outChannels = inChannels / inPerGroup * outPerGroup;
  for (int pair = blockIdx.z; pair < inChannels * outPerGroup; pair += gridDim.z) {
    const int channel = pair / outPerGroup;
    const int o = pair - channel * outPerGroup;
    const int outChannel = channel / inPerGroup * outPerGroup + o;
    for (int u = blockIdx.y; u < kernelH; u += gridDim.y) {
      const Hits rows = hits(u, strideH, shiftH, inH, outH);
      for (int v = blockIdx.x; v < kernelW; v += gridDim.x) {
        const Hits columns = hits(v, strideW, shiftW, inW, outW);
        double sum = 0.0;
        for (int image = 0; image < images; ++image) {
          for (int row = rows.first + threadIdx.y; row <= rows.last; row += blockDim.y) {
            const float* from = in + pixelIndex(image * inChannels + channel, row, 0, inH, inW);
            const float* to = dOut + columns.offset +
                              pixelIndex(image * outChannels + outChannel, row * strideH + rows.offset, 0, outH, outW);
            float line = 0.0f;
            for (int column = columns.first + threadIdx.x; column <= columns.last; column += blockDim.x) {
              line += from[column] * to[column * strideW];
            }
            sum += line;
          }
        }
        sum = blockSum(sum);
        if (isFirstThread()) {
          put(dWeight, channel * weightStep + (static_cast<Index>(o) * kernelH + u) * kernelW + v,
              static_cast<float>(sum), accumulate);
        }
      }
    }
  }
}
