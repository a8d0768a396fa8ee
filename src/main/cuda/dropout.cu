// Inverted dropout with a counter-based mask: nothing is stored, backward draws the same mask again.
// Input and output may be the same memory, hence no __restrict__. Bytes moved: 8 a value.
#include "common.cuh"

// One round of Philox4x32 (Salmon et al., SC 2011).
__device__ __forceinline__ void philoxRound(u32 (&words)[4], u32 key0, u32 key1) {
  const u64 product0 = static_cast<u64>(0xD2511F53u) * words[0];
  const u64 product1 = static_cast<u64>(0xCD9E8D57u) * words[2];
  words[0] = static_cast<u32>(product1 >> 32) ^ words[1] ^ key0;
  words[1] = static_cast<u32>(product1);
  words[2] = static_cast<u32>(product0 >> 32) ^ words[3] ^ key1;
  words[3] = static_cast<u32>(product0);
}

// out = in * scale where the element's random word is at least threshold, else 0. A thread does four
// elements, the words of one Philox block. stepState: seed and step, which change without a new launch.
// The gradient is the same map of dOut.
extern "C" __global__ void dropout_forward(const float* in, const u64* __restrict__ stepState, float* out,
                                           Index count, u32 threshold, float scale, u32 streamNumber,
                                           int accumulate) {
  const u64 seed = stepState[0];
  const u32 step = static_cast<u32>(stepState[1]);
  forEach((count + 3) / 4, [&](Index block) {
    u32 words[4] = {static_cast<u32>(block), static_cast<u32>(block >> 32), step, streamNumber};
    u32 key0 = static_cast<u32>(seed);
    u32 key1 = static_cast<u32>(seed >> 32);
#pragma unroll
    for (int round = 0; round < 10; ++round) {
      philoxRound(words, key0, key1);
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
#pragma unroll
    for (int lane = 0; lane < 4; ++lane) {
      const Index i = 4 * block + lane;
      if (i < count) {
        put(out, i, words[lane] >= threshold ? in[i] * scale : 0.0f, accumulate);
      }
    }
  });
}
