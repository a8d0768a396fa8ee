// Counts of (label, prediction) over the pixels that have a class. Integer atomics: the result does not depend on
// their order. Bytes moved: 2 a pixel.
#include "common.cuh"

// Adds one pixel; badLabel: smallest (pixel << 8 | value) of the labels and predictions that are no class.
__device__ __forceinline__ void count(const u8* __restrict__ predictions, const u8* __restrict__ labels, u32* counts,
                                      u64* __restrict__ badLabel, Index pixel, int classes) {
  const int label = labels[pixel];
  if (label == IGNORE_LABEL) {
    return;
  }
  const int prediction = predictions[pixel];
  if (label < classes && prediction < classes) {
    atomicAdd(counts + label * classes + prediction, 1u);
  } else {
    atomicMin(badLabel, static_cast<u64>(pixel) << 8 | static_cast<u64>(label < classes ? prediction : label));
  }
}

// counts += this batch, through a matrix in the block's shared memory (classes^2 counters, dynamic).
extern "C" __global__ void confusion_matrix_forward(const u8* __restrict__ predictions,
                                                    const u8* __restrict__ labels, u32* __restrict__ counts,
                                                    u64* __restrict__ badLabel, Index pixels, int classes) {
  extern __shared__ u32 blockCounts[];
  const int cells = classes * classes;
  for (int cell = threadIdx.x; cell < cells; cell += blockDim.x) {
    blockCounts[cell] = 0;
  }
  __syncthreads();
  forEach(pixels, [&](Index pixel) { count(predictions, labels, blockCounts, badLabel, pixel, classes); });
  __syncthreads();
  for (int cell = threadIdx.x; cell < cells; cell += blockDim.x) {
    if (blockCounts[cell] != 0) {
      atomicAdd(counts + cell, blockCounts[cell]);
    }
  }
}

// The same with the counters in global memory, for matrices that are too large for shared memory.
extern "C" __global__ void confusion_matrix_forward_wide(const u8* __restrict__ predictions,
                                                         const u8* __restrict__ labels, u32* __restrict__ counts,
                                                         u64* __restrict__ badLabel, Index pixels, int classes) {
  forEach(pixels, [&](Index pixel) { count(predictions, labels, counts, badLabel, pixel, classes); });
}
