// Where a pixel of a mirrored and translated image comes from.
#pragma once
#include "common.cuh"

// The linear index, over all images, of the source of an output pixel; -1 if it lies outside. jitter: (mirror, dy, dx)
// an image, or null for none.
__device__ __forceinline__ Index sourcePixel(const float* __restrict__ jitter, int image, int row, int column,
                                             int rows, int columns) {
  int i = row;
  int j = column;
  if (jitter != nullptr) {
    const float* own = jitter + 3 * image;
    i -= __float2int_rn(own[1]);
    j -= __float2int_rn(own[2]);
    if (i < 0 || i >= rows || j < 0 || j >= columns) {
      return -1;
    }
    j = own[0] != 0.0f ? columns - 1 - j : j;
  }
  return pixelIndex(image, i, j, rows, columns);
}
