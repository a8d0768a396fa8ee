// Right kernels and deliberately wrong ones. A body takes its defect as a template argument; RIGHT has none.
// mutants.ptx is made of this file by build-ptx.sh.
#include <cuda_runtime.h>

enum Defect {
  RIGHT, NO_TAIL_CHECK, TAIL_OFF_BY_ONE, WRONG_STRIDE, INDEX_TOO_LOW, NO_FIRST_BARRIER, NO_LOOP_BARRIER,
  HALF_FILLED, BEYOND_TILE, DIVERGENT_BARRIER, EARLY_RETURN, PLAIN_SUM, SHORT_MASK, DIVERGENT_SHUFFLE,
  WRONG_OFFSET, ABSENT_LANE, NO_SECOND_BARRIER, WRONG_PITCH, SWAPPED_INDEX, NO_BOUNDS, NO_ZERO_FILL,
  NEXT_ROW, NARROW_ROW, MISALIGNED, NO_CLAMP, UNSIGNED_WRAP, NOT_ATOMIC, NOT_CLEARED, EARLY_FLUSH,
  UNSET_LOCAL, BEYOND_LOCAL, IN_PLACE, NO_WARP_SYNC, ENDLESS, ZERO_DIVISOR, NEIGHBOUR, WRONG_ROUNDING, LOST_SIGN,
  NO_FENCE, STOPS_ITSELF
};

template <int D>
__device__ void scale_add(const float* x, const float* y, float* out, float a, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int stride = gridDim.x * blockDim.x + (D == WRONG_STRIDE ? 1 : 0);
  if (D == INDEX_TOO_LOW) i -= 1;
  if (D == NO_TAIL_CHECK) { out[i] = a * x[i] + y[i]; return; }
  for (; D == TAIL_OFF_BY_ONE ? i <= n : i < n; i += stride) out[i] = a * x[i] + y[i];
}

template <int D>
__device__ void block_sum(const float* x, float* out, int n) {
  __shared__ float part[256];
  int t = threadIdx.x;
  int i = blockIdx.x * blockDim.x + t;
  if (D == EARLY_RETURN && i >= n) return;
  float v = i < n ? x[i] : 0.0f;
  if (D != HALF_FILLED || i < n) part[t] = v;
  if (D != NO_FIRST_BARRIER) __syncthreads();
  for (int s = 128; s > 0; s >>= 1) {
    if (t < s) {
      part[t] += part[D == BEYOND_TILE ? t + s + 1 : t + s];
      if (D == DIVERGENT_BARRIER) __syncthreads();
    }
    if (D != NO_LOOP_BARRIER && D != DIVERGENT_BARRIER) __syncthreads();
  }
  if (t == 0) {
    if (D == PLAIN_SUM) *out += part[0];
    else atomicAdd(out, part[0]);
  }
}

template <int D>
__device__ void warp_sum(const float* x, float* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  float v = i < n ? x[i] : 0.0f;
  unsigned mask = D == SHORT_MASK ? 0xffffu : 0xffffffffu;
  for (int o = D == WRONG_OFFSET ? 8 : 16; o > 0; o >>= 1) {
    if (D == DIVERGENT_SHUFFLE && threadIdx.x % 32 >= 16) break;
    v += D == ABSENT_LANE ? __shfl_sync(mask, v, (threadIdx.x + o) % 32) : __shfl_down_sync(mask, v, o);
  }
  if (threadIdx.x % 32 == 0) out[i / 32] = v;
}

template <int D>
__device__ void product(const float* a, const float* b, float* c, int m, int n, int k) {
  constexpr int PITCH = D == WRONG_PITCH ? 15 : 16;
  __shared__ float at[16 * 16];
  __shared__ float bt[16 * 16];
  int tx = threadIdx.x, ty = threadIdx.y;
  int row = blockIdx.y * 16 + ty, col = blockIdx.x * 16 + tx;
  float sum = 0.0f;
  for (int p = 0; p < k; p += 16) {
    bool inA = row < m && p + tx < k, inB = p + ty < k && col < n;
    if (D == NO_BOUNDS || inA) at[ty * PITCH + tx] = a[(long)row * k + p + tx];
    else if (D != NO_ZERO_FILL) at[ty * PITCH + tx] = 0.0f;
    bt[ty * 16 + tx] = inB ? b[(long)(p + ty) * n + col] : 0.0f;
    if (D != NO_FIRST_BARRIER) __syncthreads();
    for (int i = 0; i < 16; i++) sum += at[ty * PITCH + i] * (D == SWAPPED_INDEX ? bt[tx * 16 + i] : bt[i * 16 + tx]);
    if (D != NO_SECOND_BARRIER) __syncthreads();
  }
  if (row < m && col < n) c[(long)row * n + col] = sum;
}

template <int D>
__device__ void softmax_rows(const float* x, float* y, int rows, int classes) {
  int r = blockIdx.x * blockDim.x + threadIdx.x;
  if (r >= rows) return;
  int pitch = D == NARROW_ROW ? classes - 1 : classes;
  const float* in = x + (long)r * classes;
  float* out = y + (long)r * pitch;
  float most = -3.4e38f, sum = 0.0f;
  for (int c = 0; c < (D == NEXT_ROW ? classes + 1 : classes); c++) most = fmaxf(most, in[c]);
  for (int c = 0; c < classes; c++) sum += expf(in[c] - most);
  for (int c = 0; c < classes; c++) out[c] = expf(in[c] - most) / sum;
}

template <int D>
__device__ void blur_row(const float* x, float* y, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  int left = i - 1, right = i + 1;
  if (D != NO_CLAMP) right = min(right, n - 1);
  if (D == UNSIGNED_WRAP) left = (int)((unsigned)left % (unsigned)(n + 1));
  else left = max(left, 0);
  y[i] = 0.25f * x[left] + 0.5f * x[i] + 0.25f * x[right];
}

template <int D>
__device__ void scale_vectors(const float* x, float* y, int vectors) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= vectors) return;
  float4 v = *reinterpret_cast<const float4*>(x + 4 * i + (D == MISALIGNED ? 1 : 0));
  v.x *= 2; v.y *= 2; v.z *= 2; v.w *= 2;
  reinterpret_cast<float4*>(y)[i] = v;
}

template <int D>
__device__ void histogram(const unsigned char* labels, int* counts, int n) {
  __shared__ int bins[32];
  if (D != NOT_CLEARED && threadIdx.x < 32) bins[threadIdx.x] = 0;
  __syncthreads();
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    if (D == NOT_ATOMIC) bins[labels[i] & 31] += 1;
    else atomicAdd(&bins[labels[i] & 31], 1);
  }
  if (D != EARLY_FLUSH) __syncthreads();
  if (threadIdx.x < 32) atomicAdd(&counts[threadIdx.x], bins[threadIdx.x]);
}

template <int D>
__device__ void local_sort(const int* order, float* out, int n) {
  float slots[16];
  if (D != UNSET_LOCAL) for (int i = 0; i < 16; i++) slots[i] = 0.0f;
  for (int i = 0; i < n; i++) slots[D == BEYOND_LOCAL ? order[i] + 14 : order[i]] += i + 1;
  float sum = 0.0f;
  for (int i = 0; i < 16; i++) sum += slots[order[i % n] & 15] * i;
  out[threadIdx.x] = sum + slots[threadIdx.x & 15];
}

template <int D>
__device__ void shift_left(float* x, float* y, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  float* to = D == IN_PLACE ? x : y;
  if (i < n - 1) to[i] = x[i + 1];
}

template <int D>
__device__ void warp_exchange(const float* x, float* y) {
  __shared__ float stage[64];
  int t = threadIdx.x;
  stage[t] = x[t];
  if (D != NO_WARP_SYNC) __syncwarp();
  y[t] = stage[(t & 32) | (31 - (t & 31))];
}

template <int D>
__device__ void collatz(const int* x, int* steps, int n) {
  int i = threadIdx.x;
  if (i >= n) return;
  int v = x[i], count = 0;
  while (v != 1) {
    v = v % 2 == 0 && D != ENDLESS ? v / 2 : D == ENDLESS ? v ^ 2 : 3 * v + 1;
    count++;
  }
  steps[i] = count;
}

template <int D>
__device__ void mean_of_labels(const int* sums, const int* counts, int* means, int n) {
  int i = threadIdx.x;
  if (i >= n) return;
  if (D == STOPS_ITSELF && counts[i] == 0) __trap();
  means[i] = D == ZERO_DIVISOR || counts[i] != 0 ? sums[i] / counts[i] : 0;
}

template <int D>
__device__ void to_bytes(const float* x, unsigned char* y, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float v = fminf(fmaxf(x[i], 0.0f), 255.0f);
  y[D == NEIGHBOUR ? i ^ 1 : i] = (unsigned char)(D == WRONG_ROUNDING ? __float2int_rz(v) : __float2int_rn(v));
}

template <int D>
__device__ void relu(const float* x, float* y, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) y[i] = D == LOST_SIGN ? fabsf(x[i]) : fmaxf(x[i], 0.0f);
}

template <int D>
__device__ void last_block_sums(const float* x, float* parts, int* arrived, float* out) {
  __shared__ bool last;
  if (threadIdx.x == 0) {
    parts[blockIdx.x] = x[2 * blockIdx.x] + x[2 * blockIdx.x + 1];
    if (D != NO_FENCE) __threadfence();
    last = atomicAdd(arrived, 1) == gridDim.x - 1;
  }
  __syncthreads();
  if (last && threadIdx.x == 0) {
    float sum = 0.0f;
    for (int i = 0; i < gridDim.x; i++) sum += parts[i];
    *out = sum;
  }
}

#define SCALE_ADD(D) extern "C" __global__ void scale_add_##D(const float* x, const float* y, float* out, float a, int n) { scale_add<D>(x, y, out, a, n); }
SCALE_ADD(RIGHT) SCALE_ADD(NO_TAIL_CHECK) SCALE_ADD(TAIL_OFF_BY_ONE) SCALE_ADD(WRONG_STRIDE) SCALE_ADD(INDEX_TOO_LOW)
#define BLOCK_SUM(D) extern "C" __global__ void block_sum_##D(const float* x, float* out, int n) { block_sum<D>(x, out, n); }
BLOCK_SUM(RIGHT) BLOCK_SUM(NO_FIRST_BARRIER) BLOCK_SUM(NO_LOOP_BARRIER) BLOCK_SUM(HALF_FILLED) BLOCK_SUM(BEYOND_TILE)
BLOCK_SUM(DIVERGENT_BARRIER) BLOCK_SUM(EARLY_RETURN) BLOCK_SUM(PLAIN_SUM)
#define WARP_SUM(D) extern "C" __global__ void warp_sum_##D(const float* x, float* out, int n) { warp_sum<D>(x, out, n); }
WARP_SUM(RIGHT) WARP_SUM(SHORT_MASK) WARP_SUM(DIVERGENT_SHUFFLE) WARP_SUM(WRONG_OFFSET) WARP_SUM(ABSENT_LANE)
#define PRODUCT(D) extern "C" __global__ void product_##D(const float* a, const float* b, float* c, int m, int n, int k) { product<D>(a, b, c, m, n, k); }
PRODUCT(RIGHT) PRODUCT(NO_FIRST_BARRIER) PRODUCT(NO_SECOND_BARRIER) PRODUCT(WRONG_PITCH) PRODUCT(SWAPPED_INDEX) PRODUCT(NO_BOUNDS) PRODUCT(NO_ZERO_FILL)
#define SOFTMAX_ROWS(D) extern "C" __global__ void softmax_rows_##D(const float* x, float* y, int rows, int classes) { softmax_rows<D>(x, y, rows, classes); }
SOFTMAX_ROWS(RIGHT) SOFTMAX_ROWS(NEXT_ROW) SOFTMAX_ROWS(NARROW_ROW)
#define BLUR_ROW(D) extern "C" __global__ void blur_row_##D(const float* x, float* y, int n) { blur_row<D>(x, y, n); }
BLUR_ROW(RIGHT) BLUR_ROW(NO_CLAMP) BLUR_ROW(UNSIGNED_WRAP)
#define SCALE_VECTORS(D) extern "C" __global__ void scale_vectors_##D(const float* x, float* y, int n) { scale_vectors<D>(x, y, n); }
SCALE_VECTORS(RIGHT) SCALE_VECTORS(MISALIGNED)
#define HISTOGRAM(D) extern "C" __global__ void histogram_##D(const unsigned char* labels, int* counts, int n) { histogram<D>(labels, counts, n); }
HISTOGRAM(RIGHT) HISTOGRAM(NOT_ATOMIC) HISTOGRAM(NOT_CLEARED) HISTOGRAM(EARLY_FLUSH)
#define LOCAL_SORT(D) extern "C" __global__ void local_sort_##D(const int* order, float* out, int n) { local_sort<D>(order, out, n); }
LOCAL_SORT(RIGHT) LOCAL_SORT(UNSET_LOCAL) LOCAL_SORT(BEYOND_LOCAL)
#define SHIFT_LEFT(D) extern "C" __global__ void shift_left_##D(float* x, float* y, int n) { shift_left<D>(x, y, n); }
SHIFT_LEFT(RIGHT) SHIFT_LEFT(IN_PLACE)
#define WARP_EXCHANGE(D) extern "C" __global__ void warp_exchange_##D(const float* x, float* y) { warp_exchange<D>(x, y); }
WARP_EXCHANGE(RIGHT) WARP_EXCHANGE(NO_WARP_SYNC)
#define COLLATZ(D) extern "C" __global__ void collatz_##D(const int* x, int* steps, int n) { collatz<D>(x, steps, n); }
COLLATZ(RIGHT) COLLATZ(ENDLESS)
#define MEAN(D) extern "C" __global__ void mean_of_labels_##D(const int* sums, const int* counts, int* means, int n) { mean_of_labels<D>(sums, counts, means, n); }
MEAN(RIGHT) MEAN(ZERO_DIVISOR) MEAN(STOPS_ITSELF)
#define TO_BYTES(D) extern "C" __global__ void to_bytes_##D(const float* x, unsigned char* y, int n) { to_bytes<D>(x, y, n); }
TO_BYTES(RIGHT) TO_BYTES(NEIGHBOUR) TO_BYTES(WRONG_ROUNDING)
#define RELU(D) extern "C" __global__ void relu_##D(const float* x, float* y, int n) { relu<D>(x, y, n); }
RELU(RIGHT) RELU(LOST_SIGN)
#define LAST_BLOCK_SUMS(D) extern "C" __global__ void last_block_sums_##D(const float* x, float* parts, int* arrived, float* out) { last_block_sums<D>(x, parts, arrived, out); }
LAST_BLOCK_SUMS(RIGHT) LAST_BLOCK_SUMS(NO_FENCE)
