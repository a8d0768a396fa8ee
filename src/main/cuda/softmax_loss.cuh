// What the losses share: softmax in one pass over the classes, which pixels count, the final sums.
#pragma once
#include "common.cuh"

// -ln of the smallest normal float: the most that one pixel can contribute.
constexpr float MAX_PIXEL_LOSS = 87.33654475f;

// Maximum and sum of exp(score - maximum) of the scores seen so far; one exponential a score.
struct OnlineSoftmax {
  float max = -INFINITY;
  float sum = 0.0f;

  __device__ __forceinline__ void add(float score) {
    const float distance = score - max;
    const float factor = expf(-fabsf(distance));
    if (distance > 0.0f) {
      sum = sum * factor + 1.0f;
      max = score;
    } else {
      sum += factor;
    }
  }

  // -ln of the probability of a score, at most MAX_PIXEL_LOSS; a NaN stays one.
  __device__ __forceinline__ float loss(float score) const {
    const float value = (max - score) + logf(sum);
    return value > MAX_PIXEL_LOSS ? MAX_PIXEL_LOSS : value;
  }
};

// The labels of a loss: what counts and with which weight.
struct LossLabels {
  const u8* __restrict__ labels;
  const u8* __restrict__ mask;              // null: every pixel
  const float* __restrict__ classWeights;  // null: all 1
  int classes;

  // The class of a pixel that counts, else -1.
  __device__ __forceinline__ int counted(Index pixel) const {
    const int label = labels[pixel];
    return label >= classes || isMasked(pixel) ? -1 : label;
  }

  __device__ __forceinline__ float weight(int label) const {
    return classWeights == nullptr ? 1.0f : classWeights[label];
  }

  // Remembers a label of an unmasked pixel that is neither a class nor to be ignored: of several the first pixel's.
  __device__ __forceinline__ void check(Index pixel, u64* badLabel) const {
    const int label = labels[pixel];
    if (label >= classes && label != IGNORE_LABEL && !isMasked(pixel)) {
      atomicMin(badLabel, static_cast<u64>(pixel) << 8 | static_cast<u64>(label));
    }
  }

  __device__ __forceinline__ bool isMasked(Index pixel) const {
    return mask != nullptr && mask[pixel] == 0;
  }
};

// Writes the block's sums of losses and of counted pixels to its place in partials.
__device__ __forceinline__ void putLossPartials(double loss, double count, double* partials) {
  loss = blockSum(loss);
  count = blockSum(count);
  if (isFirstThread()) {
    const Index block = static_cast<Index>(blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    partials[2 * block] = loss;
    partials[2 * block + 1] = count;
  }
}
