// Bias of a convolution, alone or with the rectification behind it, and their gradients.
// Bytes moved: forward 8 a value; gradient of the bias 4 a value, with the mask 12.
#include "common.cuh"

// out += bias, and max(out, 0) if rectify; grid: pixels in x, channels in y, images in z.
extern "C" __global__ void bias_relu_forward(const float* __restrict__ bias, float* __restrict__ out, int images,
                                             int channels, Index pixels, int rectify) {
  for (int image = blockIdx.z; image < images; image += gridDim.z) {
    for (int channel = blockIdx.y; channel < channels; channel += gridDim.y) {
      const float own = bias[channel];
      float* plane = out + (static_cast<Index>(image) * channels + channel) * pixels;
      stream(
          pixels, [&](Index i) { return plane[i] + own; },
          [&](Index i, float value) { plane[i] = rectify && value < 0.0f ? 0.0f : value; });
    }
  }
}

// masked = dOut where out > 0, else 0.
extern "C" __global__ void bias_relu_mask(const float* __restrict__ out, const float* __restrict__ dOut,
                                          float* __restrict__ masked, Index count) {
  stream(
      count, [&](Index i) { return out[i] > 0.0f ? dOut[i] : 0.0f; },
      [&](Index i, float value) { masked[i] = value; });
}

// The same mask, and partials[channel][blockIdx.x] = the block's part of the sum of masked over images and pixels;
// grid: slices of the pixels in x, channels in y.
extern "C" __global__ void bias_relu_backward(const float* __restrict__ out, const float* __restrict__ dOut,
                                              float* __restrict__ masked, double* __restrict__ partials, int images,
                                              int channels, Index pixels) {
  sumOfChannels(
      partials, images, channels, pixels, [&](Index i) { return out[i] > 0.0f ? dOut[i] : 0.0f; },
      [&](Index i, float value) {
        masked[i] = value;
        return value;
      });
}

// partials[channel][blockIdx.x] = the block's part of the sum of dOut over images and pixels; same grid.
extern "C" __global__ void bias_backward(const float* __restrict__ dOut, double* __restrict__ partials, int images,
                                         int channels, Index pixels) {
  sumOfChannels(
      partials, images, channels, pixels, [&](Index i) { return dOut[i]; }, [](Index, float value) { return value; });
}

// dBias[channel] = the sum of the channel's partials, in order.
extern "C" __global__ void bias_backward_finish(const double* __restrict__ partials, float* __restrict__ dBias,
                                                int channels, int slices, int accumulate) {
  finishChannels(partials, dBias, channels, slices, accumulate);
}
