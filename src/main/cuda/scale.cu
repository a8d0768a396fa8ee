// A factor for each channel. Bytes moved: 8 a value each, gradient of input and factor alike.
#include "common.cuh"

// out = weight[channel] * in; the gradient of the input is the same map of dOut. Grid: pixels in x, channels in y,
// images in z.
extern "C" __global__ void scale_forward(const float* __restrict__ in, const float* __restrict__ weight,
                                         float* __restrict__ out, int images, int channels, Index pixels,
                                         int accumulate) {
  for (int image = blockIdx.z; image < images; image += gridDim.z) {
    for (int channel = blockIdx.y; channel < channels; channel += gridDim.y) {
      const float own = weight[channel];
      const Index plane = (static_cast<Index>(image) * channels + channel) * pixels;
      stream(
          pixels, [&](Index i) { return own * in[plane + i]; },
          [&](Index i, float value) { put(out, plane + i, value, accumulate); });
    }
  }
}

// partials[channel][blockIdx.x] = the block's part of the sum of dOut * in over images and pixels; grid: slices of the
// pixels in x, channels in y.
extern "C" __global__ void scale_backward_weight(const float* __restrict__ in, const float* __restrict__ dOut,
                                                 double* __restrict__ partials, int images, int channels,
                                                 Index pixels) {
  sumOfChannels(
      partials, images, channels, pixels, [&](Index i) { return dOut[i]; },
      [&](Index i, float value) { return static_cast<double>(value) * in[i]; });
}

// dWeight[channel] = the sum of the channel's partials, in order.
extern "C" __global__ void scale_backward_weight_finish(const double* __restrict__ partials,
                                                        float* __restrict__ dWeight, int channels, int slices,
                                                        int accumulate) {
  finishChannels(partials, dWeight, channels, slices, accumulate);
}
