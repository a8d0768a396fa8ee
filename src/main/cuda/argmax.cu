// The channel with the largest score at every pixel. Bytes moved: 4 C + 1 a pixel.
#include "common.cuh"

// On a tie the lowest channel. Grid: pixels in x, images in y.
extern "C" __global__ void argmax_forward(const float* __restrict__ in, u8* __restrict__ out, int images,
                                          int channels, Index pixels) {
  forEachOf(images, pixels, [&](int image, Index pixel) {
    const float* at = in + static_cast<Index>(image) * channels * pixels + pixel;
    float best = at[0];
    int winner = 0;
    for (int c = 1; c < channels; ++c) {
      const float score = at[c * pixels];
      if (score > best) {
        best = score;
        winner = c;
      }
    }
    out[image * pixels + pixel] = static_cast<u8>(winner);
  });
}
