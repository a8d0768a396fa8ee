// Weighted sums of tensors of one shape, and their gradients. Bytes moved: 4 a value read or written.
#include "common.cuh"

// out = factor0 * in0 + factor1 * in1.
extern "C" __global__ void sum_forward(const float* __restrict__ in0, const float* __restrict__ in1,
                                       float* __restrict__ out, Index count, float factor0, float factor1) {
  stream(
      count, [&](Index i) { return factor0 * in0[i] + factor1 * in1[i]; },
      [&](Index i, float value) { out[i] = value; });
}

// out = factor * in, or out += factor * in: further inputs of a sum, and the gradient of each.
extern "C" __global__ void sum_scaled(const float* __restrict__ in, float* __restrict__ out, Index count,
                                      float factor, int accumulate) {
  stream(
      count, [&](Index i) { return factor * in[i]; },
      [&](Index i, float value) { put(out, i, value, accumulate); });
}
