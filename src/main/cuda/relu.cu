// Rectification. Input and output may be the same memory, hence no __restrict__.
// Bytes moved: forward 8 a value, backward 12 (16 when it accumulates).
#include "common.cuh"

// out = max(in, 0); a NaN stays one.
extern "C" __global__ void relu_forward(const float* in, float* out, Index count) {
  stream(
      count, [&](Index i) { return in[i]; },
      [&](Index i, float value) { out[i] = value < 0.0f ? 0.0f : value; });
}

// dIn = dOut where out > 0, else 0.
extern "C" __global__ void relu_backward(const float* out, const float* dOut, float* dIn, Index count,
                                         int accumulate) {
  stream(
      count, [&](Index i) { return out[i] > 0.0f ? dOut[i] : 0.0f; },
      [&](Index i, float value) { put(dIn, i, value, accumulate); });
}
