// Local response normalisation across channels, for parameters that cuDNN does not take. A thread walks down the
// channels of one pixel. Bytes moved: forward 12 a value (the scale is kept), backward 20; the window comes from the
// first-level cache.
#include "common.cuh"

// scales[c] = k + alphaOverSize * sum of in[c']^2 for |c' - c| <= half; out = in * scale^-beta. Grid: pixels in x,
// images in y.
extern "C" __global__ void lrn_forward(const float* __restrict__ in, float* __restrict__ out,
                                       float* __restrict__ scales, int images, int channels, Index pixels, int half,
                                       float alphaOverSize, float beta, float k) {
  forEachOf(images, pixels, [&](int image, Index pixel) {
    const Index at = static_cast<Index>(image) * channels * pixels + pixel;
    for (int c = 0; c < channels; ++c) {
      float squares = 0.0f;
      for (int other = max(c - half, 0); other <= min(c + half, channels - 1); ++other) {
        const float value = in[at + other * pixels];
        squares += value * value;
      }
      const float scale = k + alphaOverSize * squares;
      scales[at + c * pixels] = scale;
      out[at + c * pixels] = in[at + c * pixels] * powf(scale, -beta);
    }
  });
}

// dIn = dOut * scale^-beta - 2 alpha beta / size * in * sum of dOut[c'] * out[c'] / scale[c'].
extern "C" __global__ void lrn_backward(const float* __restrict__ in, const float* __restrict__ out,
                                        const float* __restrict__ scales, const float* __restrict__ dOut,
                                        float* __restrict__ dIn, int images, int channels, Index pixels, int half,
                                        float alphaOverSize, float beta, int accumulate) {
  forEachOf(images, pixels, [&](int image, Index pixel) {
    const Index at = static_cast<Index>(image) * channels * pixels + pixel;
    for (int c = 0; c < channels; ++c) {
      float ratios = 0.0f;
      for (int other = max(c - half, 0); other <= min(c + half, channels - 1); ++other) {
        const Index j = at + other * pixels;
        ratios += dOut[j] * out[j] / scales[j];
      }
      const Index i = at + c * pixels;
      const float own = dOut[i] * powf(scales[i], -beta);
      put(dIn, i, own - 2.0f * alphaOverSize * beta * in[i] * ratios, accumulate);
    }
  });
}
