// Kernels as an engine has them, whose results are computed again in Java.
#include <cuda_runtime.h>

typedef unsigned int u32;
typedef unsigned long long u64;

extern "C" __global__ void functions(const float* x, float* y, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float v = x[i];
  y[0 * n + i] = expf(v);
  y[1 * n + i] = logf(fabsf(v) + 1e-3f);
  y[2 * n + i] = powf(fabsf(v), 1.7f);
  y[3 * n + i] = sinf(v * 1000.0f);
  y[4 * n + i] = tanhf(v);
  y[5 * n + i] = v / (1.0f + fabsf(v));
  y[6 * n + i] = rsqrtf(v * v + 1.0f);
  y[7 * n + i] = cbrtf(v);
  y[8 * n + i] = erff(v);
  y[9 * n + i] = (float)exp((double)v);
}

extern "C" __global__ void philox(u32* out, u64 seed, u64 step, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  u32 c0 = i, c1 = 0, c2 = (u32)step, c3 = (u32)(step >> 32), k0 = (u32)seed, k1 = (u32)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    u64 p = (u64)0xD2511F53u * c0, q = (u64)0xCD9E8D57u * c2;
    u32 n0 = (u32)(q >> 32) ^ c1 ^ k0, n2 = (u32)(p >> 32) ^ c3 ^ k1;
    c1 = (u32)q;
    c3 = (u32)p;
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[4 * i] = c0;
  out[4 * i + 1] = c1;
  out[4 * i + 2] = c2;
  out[4 * i + 3] = c3;
}

// A sum with warp shuffles, one value a block, added by an atomic.
extern "C" __global__ void sum(const float* x, float* out, int n) {
  __shared__ float warps[32];
  float v = 0.0f;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) v += x[i];
  for (int o = 16; o > 0; o >>= 1) v += __shfl_down_sync(0xffffffffu, v, o);
  if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = v;
  __syncthreads();
  if (threadIdx.x < 32) {
    v = threadIdx.x < blockDim.x / 32 ? warps[threadIdx.x] : 0.0f;
    for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(0xffffffffu, v, o);
    if (threadIdx.x == 0) atomicAdd(out, v);
  }
}

// Dynamic shared memory, vectors of bytes, generic pointers, votes.
extern "C" __global__ void bytes(const uchar4* in, int4* out, int n) {
  extern __shared__ int staged[];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  uchar4 v = i < n ? in[i] : make_uchar4(0, 0, 0, 0);
  staged[threadIdx.x] = v.x + 256 * v.y;
  __syncthreads();
  const int* from = v.z % 2 ? staged + (threadIdx.x ^ 1) : reinterpret_cast<const int*>(in + (i < n ? i : 0));
  u32 odd = __ballot_sync(0xffffffffu, v.z % 2);
  if (i < n) out[i] = make_int4(staged[threadIdx.x], *from, __popc(odd), (signed char)v.w);
}

// A tile turned in shared memory, padded by one.
extern "C" __global__ void transpose(const float* x, float* y, int rows, int columns) {
  __shared__ float tile[16][17];
  int column = blockIdx.x * 16 + threadIdx.x, row = blockIdx.y * 16 + threadIdx.y;
  if (row < rows && column < columns) tile[threadIdx.y][threadIdx.x] = x[(long long)row * columns + column];
  __syncthreads();
  column = blockIdx.y * 16 + threadIdx.x;
  row = blockIdx.x * 16 + threadIdx.y;
  if (row < columns && column < rows) y[(long long)row * rows + column] = tile[threadIdx.x][threadIdx.y];
}

struct Steps {
  int count;
  float factor[3];
  long long offset;
};

// A struct by value with an index known at run time only, and a switch.
extern "C" __global__ void choose(const int* kinds, float* out, Steps steps, int n) {
  int i = threadIdx.x;
  if (i >= n) return;
  float v = 0.0f;
  for (int k = 0; k < steps.count; k++) v += steps.factor[(i + k) % 3];
  switch (kinds[i]) {
    case 0: v = -v; break;
    case 1: v = v * v; break;
    case 2: v = v / 3; break;
    case 3: v = (float)((int)v % 5); break;
    case 4: v = (float)(steps.offset >> 33); break;
    default: v = (float)(steps.offset / (i + 1)); break;
  }
  out[i] = v;
}
