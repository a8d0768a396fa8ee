// Concatenation along channels and its gradient: for each image one run of values is copied.
// Bytes moved: 8 a value.
#include "common.cuh"

// out[image * outStep + i] = in[image * inStep + i] for i below count (grid x), images in y.
extern "C" __global__ void concat_copy(const float* __restrict__ in, float* __restrict__ out, int images,
                                       Index count, Index inStep, Index outStep, int accumulate) {
  forEachOf(images, count,
            [&](int image, Index i) { put(out, image * outStep + i, in[image * inStep + i], accumulate); });
}
