// What all kernels share: loops over grids of any size, stores, and sums with a fixed order.
//
// Conventions: float32, row-major n, c, h, w; parameters in the order inputs, outputs, extents,
// attributes; linear indices have 64 bits; the result never depends on the order in which blocks run.
// A kernel makes no assumption on the size of blocks or grid, beyond 1024 threads a block.
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long Index;

// The label of pixels that do not count.
constexpr int IGNORE_LABEL = 255;

// Calls body(i) for every i below count, once over the whole grid (x).
template <class Body>
__device__ __forceinline__ void forEach(Index count, Body body) {
  const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
#pragma unroll 1  // unrolling would cost a 64-bit division for the number of rounds
  for (Index i = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) {
    body(i);
  }
}

// Calls store(i, load(i)) as forEach does, four elements of a thread at a time with the loads first: enough of them
// under way to fill the memory bus, at any alignment. load(i) may read what store(i, .) writes.
template <class Load, class Store>
__device__ __forceinline__ void stream(Index count, Load load, Store store) {
  const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
#pragma unroll 1
  for (Index i = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += 4 * step) {
    float values[4];
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      if (i + k * step < count) {
        values[k] = load(i + k * step);
      }
    }
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      if (i + k * step < count) {
        store(i + k * step, values[k]);
      }
    }
  }
}

// Calls body(outer, i) for every i below count (grid x) of every outer index (grid y).
template <class Body>
__device__ __forceinline__ void forEachOf(int outers, Index count, Body body) {
#pragma unroll 1
  for (int outer = blockIdx.y; outer < outers; outer += gridDim.y) {
    forEach(count, [&](Index i) { body(outer, i); });
  }
}

// Calls body(plane, row, column) for every pixel of every plane: columns in x, rows in y, planes in z.
template <class Body>
__device__ __forceinline__ void forEachPixel(int planes, int rows, int columns, Body body) {
#pragma unroll 1
  for (int plane = blockIdx.z; plane < planes; plane += gridDim.z) {
#pragma unroll 1
    for (int row = blockIdx.y * blockDim.y + threadIdx.y; row < rows; row += gridDim.y * blockDim.y) {
#pragma unroll 1
      for (int column = blockIdx.x * blockDim.x + threadIdx.x; column < columns;
           column += gridDim.x * blockDim.x) {
        body(plane, row, column);
      }
    }
  }
}

// Linear index of a pixel.
__device__ __forceinline__ Index pixelIndex(int plane, int row, int column, int rows, int columns) {
  return (static_cast<Index>(plane) * rows + row) * columns + column;
}

// Writes a gradient, or adds to what is there.
__device__ __forceinline__ void put(float* out, Index i, float value, int accumulate) {
  out[i] = accumulate ? out[i] + value : value;
}

// The sum of one value a thread over the block, in every thread; all threads must call it. The order
// is a fixed tree, so that equal blocks give equal bits.
__device__ __forceinline__ double blockSum(double value) {
  __shared__ double partial[1024];
  const int thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  __syncthreads();
  partial[thread] = value;
  __syncthreads();
  for (int width = blockDim.x * blockDim.y * blockDim.z; width > 1;) {
    const int half = (width + 1) / 2;
    if (thread + half < width) {
      partial[thread] += partial[thread + half];
    }
    __syncthreads();
    width = half;
  }
  return partial[0];
}

// Whether the thread is the first of its block, which writes what the block has summed.
__device__ __forceinline__ bool isFirstThread() {
  return threadIdx.x == 0 && threadIdx.y == 0 && threadIdx.z == 0;
}

// partials[channel][blockIdx.x] = the block's part of the sum of term(i, load(i)) over the elements i of a channel;
// grid: slices of the pixels in x, channels in y.
template <class Load, class Term>
__device__ __forceinline__ void sumOfChannels(double* partials, int images, int channels, Index pixels, Load load,
                                              Term term) {
  for (int channel = blockIdx.y; channel < channels; channel += gridDim.y) {
    double sum = 0.0;
    for (int image = 0; image < images; ++image) {
      const Index plane = (static_cast<Index>(image) * channels + channel) * pixels;
      stream(
          pixels, [&](Index i) { return load(plane + i); },
          [&](Index i, float value) { sum += term(plane + i, value); });
    }
    sum = blockSum(sum);
    if (isFirstThread()) {
      partials[static_cast<Index>(channel) * gridDim.x + blockIdx.x] = sum;
    }
  }
}

// sums[channel] = the sum of the channel's partials, in order.
__device__ __forceinline__ void finishChannels(const double* partials, float* sums, int channels, int slices,
                                               int accumulate) {
  forEach(channels, [&](Index channel) {
    double sum = 0.0;
    for (int slice = 0; slice < slices; ++slice) {
      sum += partials[channel * slices + slice];
    }
    put(sums, channel, static_cast<float>(sum), accumulate);
  });
}
