// Stochastic gradient descent over the whole parameter block in one launch, in float32 and with the roundings of
// Caffe's solver. Bytes moved: 20 a parameter; 4 more for the norm when gradients are clipped.
#include "common.cuh"

// The ranges of the block that are updated, laid end to end: logical element i of segment s (the first with
// i < ends[s]) is element i + shifts[s] of the block.
struct Segments {
  const Index* __restrict__ ends;
  const Index* __restrict__ shifts;

  // Calls body(element, segment) for every element of the grid's share.
  template <class Body>
  __device__ __forceinline__ void forEach(Index total, Body body) const {
    int segment = 0;
    ::forEach(total, [&](Index i) {
      while (i >= ends[segment]) {
        ++segment;
      }
      body(i + shifts[segment], segment);
    });
  }
};

// partials[blockIdx.x] = the block's part of the sum of squares of the gradients. A segment whose rate is 0 has none.
extern "C" __global__ void sgd_update_norm(const float* __restrict__ gradients, const Index* __restrict__ ends,
                                           const Index* __restrict__ shifts,
                                           const float* __restrict__ rateMultipliers,
                                           double* __restrict__ partials, Index total) {
  const Segments segments = {ends, shifts};
  double sum = 0.0;
  segments.forEach(total, [&](Index i, int segment) {
    if (rateMultipliers[segment] != 0.0f) {
      const double gradient = gradients[i];
      sum += gradient * gradient;
    }
  });
  sum = blockSum(sum);
  if (isFirstThread()) {
    partials[blockIdx.x] = sum;
  }
}

// clip = clipNorm / norm if the norm is larger than clipNorm, else 1. One block.
extern "C" __global__ void sgd_update_clip(const double* __restrict__ partials, float* __restrict__ clip, int blocks,
                                           float clipNorm) {
  double sum = 0.0;
  for (int block = threadIdx.x; block < blocks; block += blockDim.x) {
    sum += partials[block];
  }
  const double norm = sqrt(blockSum(sum));
  if (isFirstThread()) {
    *clip = norm > clipNorm ? static_cast<float>(clipNorm / norm) : 1.0f;
  }
}

// g = clip * gradient / iterSize + decay * w;  v = momentum * v + rate * g;  w -= v. clip may be null. Where the rate is
// 0 the gradient is not read: it was never computed.
extern "C" __global__ void sgd_update(const float* __restrict__ gradients, const float* __restrict__ clip,
                                      const Index* __restrict__ ends, const Index* __restrict__ shifts,
                                      const float* __restrict__ rateMultipliers,
                                      const float* __restrict__ decayMultipliers, float* __restrict__ values,
                                      float* __restrict__ velocities, Index total, float rate, float momentum,
                                      float weightDecay, float inverseIterSize) {
  const Segments segments = {ends, shifts};
  const float factor = clip == nullptr ? 1.0f : *clip;
  segments.forEach(total, [&](Index i, int segment) {
    const float value = values[i];
    const float ownRate = rate * rateMultipliers[segment];
    float velocity = momentum * velocities[i];
    if (ownRate != 0.0f) {
      const float gradient = gradients[i] * factor * inverseIterSize;
      velocity += ownRate * (gradient + weightDecay * decayMultipliers[segment] * value);
    }
    velocities[i] = velocity;
    values[i] = value - velocity;
  });
}
