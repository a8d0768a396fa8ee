// Max fusion of tensors of one shape; a byte a position keeps which input has won.
// Bytes moved: forward 13 a value and two inputs; gradient 9 a value and input.
#include "common.cuh"

// out = max(in0, in1), winner = 0 or 1; on a tie the first.
extern "C" __global__ void max_forward(const float* __restrict__ in0, const float* __restrict__ in1,
                                       float* __restrict__ out, u8* __restrict__ winner, Index count) {
  forEach(count, [&](Index i) {
    const float first = in0[i];
    const float second = in1[i];
    const bool wins = second > first;
    out[i] = wins ? second : first;
    winner[i] = wins ? 1 : 0;
  });
}

// A further input: takes over where it is larger than the maximum so far.
extern "C" __global__ void max_further(const float* __restrict__ in, float* __restrict__ out,
                                       u8* __restrict__ winner, Index count, int input) {
  forEach(count, [&](Index i) {
    const float value = in[i];
    if (value > out[i]) {
      out[i] = value;
      winner[i] = static_cast<u8>(input);
    }
  });
}

// dIn = dOut where this input has won, else 0.
extern "C" __global__ void max_backward(const float* __restrict__ dOut, const u8* __restrict__ winner,
                                        float* __restrict__ dIn, Index count, int input, int accumulate) {
  forEach(count, [&](Index i) { put(dIn, i, winner[i] == input ? dOut[i] : 0.0f, accumulate); });
}
